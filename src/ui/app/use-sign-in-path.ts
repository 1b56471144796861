import { useLocation, useSearch } from "wouter";
import { signInPath } from "../access/own-path.ts";

/** Where to sign in, and come back from to what is shown now. */
export function useSignInPath(): string {
  // What the router tells is decoded in part; it says when to look again.
  useLocation();
  useSearch();
  return signInPath(location);
}
