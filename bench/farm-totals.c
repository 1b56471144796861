// The farm of the load tools and one thing more: SIGUSR1 prints its totals while it goes on.
// cc -O2 -DFASTSIM='"…/fastsim.c"' -o fastsim farm-totals.c
#define main fastsim_main
#include FASTSIM
#undef main

// snprintf in a signal handler: the farm is in a system call nearly always, and its own printf comes only at the end.
static void report(int signal) {
  (void)signal;
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  double cpu = use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
  char text[200];
  int length = snprintf(text, sizeof text, "fastsim pdus=%lu varbinds=%lu bytes=%lu cpu_s=%.6f\n", (unsigned long)npdu,
                        (unsigned long)nvb, (unsigned long)nbytes, cpu);
  if (write(1, text, length) < 0) stop = 1;
}

int main(int count, char **arguments) {
  signal(SIGUSR1, report);
  return fastsim_main(count, arguments);
}
