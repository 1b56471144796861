// A stub of the metric ingest API that only counts lines: it must not be what a benchmark measures. Answers POST with
// Content-Length on keep-alive connections. Prints its port; on SIGUSR1 and at the end (SIGTERM) its totals as JSON.
// cc -O2 -o drain drain.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 256, HEAD_MAX = 16384, READ_MAX = 1 << 20 };

typedef struct {
  char head[HEAD_MAX + 1];
  int head_length;
  long body_left;  // -1 while the head is read
  long lines;      // of the body so far
  char first;      // its first octet
  char last;       // its last octet
} Connection;

static struct pollfd polled[CONNECTIONS_MAX + 1];
static Connection *connections[CONNECTIONS_MAX + 1];
static int count = 1;  // polled[0] listens
static char buffer[READ_MAX];
static unsigned long lines, requests, octets;
static volatile sig_atomic_t ending, telling;

static void on_signal(int signal) {
  if (signal == SIGUSR1) telling = 1;
  else ending = 1;
}

static void tell(void) {
  printf("{\"lines\":%lu,\"requests\":%lu,\"bytes\":%lu}\n", lines, requests, octets);
  fflush(stdout);
}

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static void end_connection(int i) {
  close(polled[i].fd);
  free(connections[i]);
  count--;
  polled[i] = polled[count];
  connections[i] = connections[count];
}

static int answer(int fd, const char *status, const char *body) {
  char text[512];
  int length = snprintf(text, sizeof text, "HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                        status, strlen(body), body);
  return send(fd, text, length, MSG_NOSIGNAL) == length ? 0 : -1;
}

static int end_request(int fd, Connection *c) {
  if (c->last != '\n') c->lines++;
  if (c->first != '#') lines += c->lines;  // metadata comes in requests of its own and is no data
  requests++;
  char body[128];
  snprintf(body, sizeof body, "{\"linesOk\":%ld,\"linesInvalid\":0,\"error\":null,\"warnings\":null}", c->lines);
  c->head_length = 0;
  c->body_left = -1;
  return answer(fd, "202 Accepted", body);
}

// Octets of the head until its empty line are kept; returns those taken, -1 when this is not HTTP as we speak it.
static int read_head(int fd, Connection *c, const char *at, int length) {
  int before = c->head_length;
  int taken = length < HEAD_MAX - before ? length : HEAD_MAX - before;
  memcpy(c->head + before, at, taken);
  c->head[before + taken] = 0;
  c->head_length = before + taken;
  char *end = strstr(c->head, "\r\n\r\n");
  if (end == NULL) return c->head_length == HEAD_MAX ? -1 : taken;
  end[2] = 0;
  char *field = strcasestr(c->head, "\r\ncontent-length:");
  if (field == NULL || (c->body_left = atol(field + 17)) <= 0) {
    answer(fd, "411 Length Required", "{}");
    return -1;
  }
  c->lines = 0;
  c->first = 0;
  return (int)(end + 4 - c->head) - before;
}

static int read_body(int fd, Connection *c, const char *at, int length) {
  int taken = length < c->body_left ? length : (int)c->body_left;
  for (const char *end = at + taken, *p = at; (p = memchr(p, '\n', end - p)) != NULL; p++) c->lines++;
  if (c->first == 0) c->first = at[0];
  c->last = at[taken - 1];
  c->body_left -= taken;
  octets += taken;
  return c->body_left == 0 && end_request(fd, c) < 0 ? -1 : taken;
}

static int serve(int i) {
  int fd = polled[i].fd;
  Connection *c = connections[i];
  int length = recv(fd, buffer, READ_MAX, 0);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (length <= 0) return -1;
  for (int at = 0; at < length;) {
    int taken = c->body_left < 0 ? read_head(fd, c, buffer + at, length - at) : read_body(fd, c, buffer + at, length - at);
    if (taken < 0) return -1;
    at += taken;
  }
  return 0;
}

static void accept_connection(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (fd < 0) return;
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (count > CONNECTIONS_MAX) {
    close(fd);
    return;
  }
  polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
  connections[count] = calloc(1, sizeof(Connection));
  connections[count]->body_left = -1;
  count++;
}

int main(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) < 0 || listen(listener, 128) < 0) fail("listen");
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
  while (!ending) {
    if (telling) {
      telling = 0;
      tell();
    }
    if (poll(polled, count, 200) <= 0) continue;
    for (int i = count - 1; i > 0; i--) {
      if (polled[i].revents != 0 && serve(i) < 0) end_connection(i);
    }
    if (polled[0].revents != 0) accept_connection(listener);
  }
  tell();
  return 0;
}
