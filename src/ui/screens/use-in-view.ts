import { type RefObject, useEffect, useRef, useState } from "react";

/** Loaded a little before it is seen. */
const MARGIN = "300px";

/** Whether something is in sight now, and whether it ever was: what is not looked at asks for nothing. */
export function useInView<T extends HTMLElement>(): {
  readonly ref: RefObject<T | null>;
  readonly inView: boolean;
  readonly seen: boolean;
} {
  const ref = useRef<T>(null);
  const [inView, setInView] = useState(false);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        const isIn = entry?.isIntersecting === true;
        setInView(isIn);
        if (isIn) setSeen(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, inView, seen };
}
