import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { WhoAmI } from "../../api/contract/index.ts";
import { ApiFailure, get, post, remove, setCsrfToken, setOnUnauthorized } from "../api/client.ts";
import { live } from "../api/live.ts";
import { askStart } from "./default-range.ts";

// Who looks, and what they may do.

export type Scope = WhoAmI["scopes"][number];

export interface SessionState {
  /** Undefined while nobody is signed in; on the host itself one may look without (`kind: "loopback"`). */
  readonly who: WhoAmI | undefined;
  /** Somebody was signed in under this page, and is no longer. */
  readonly expired: boolean;
  readonly can: (scope: Scope) => boolean;
  /** @throws {ApiFailure} wrong password, locked out */
  readonly signIn: (name: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** Takes over a session that another call began, as a change of one's own password does. */
  readonly take: (who: WhoAmI) => void;
}

const PATH = "/api/snmpgate/session";
const Context = createContext<SessionState | undefined>(undefined);

export function useSession(): SessionState {
  const session = useContext(Context);
  if (session === undefined) throw new Error("useSession is for components inside of SessionProvider");
  return session;
}

export interface SessionProviderProps {
  readonly children: ReactNode;
  /** Shown until it is known who looks, and what is shown first is there. */
  readonly loading: ReactNode;
  readonly ready: Promise<void>;
}

/** Asks who one is before anything else is shown. */
export function SessionProvider({ children, loading, ready }: SessionProviderProps) {
  const client = useQueryClient();
  const [who, setWho] = useState<WhoAmI | undefined>();
  const [known, setKnown] = useState(false);
  const [expired, setExpired] = useState(false);

  const take = useCallback(
    (next: WhoAmI | undefined) => {
      setCsrfToken(next?.csrfToken);
      setWho(next);
      setExpired(false);
      setKnown(true);
      if (next === undefined) return live.stop();
      live.start();
      void client.invalidateQueries();
    },
    [client],
  );

  useEffect(() => {
    setOnUnauthorized(() => setExpired(true));
    void Promise.all([begin(), ready]).then(([found]) => take(found));
    return () => live.stop();
  }, [take, ready]);

  const state = useMemo<SessionState>(
    () => ({
      who,
      expired: expired && who !== undefined,
      can: (scope) => who?.scopes.includes(scope) === true,
      signIn: async (name, password) => take(await post<WhoAmI>(PATH, { name, password })),
      signOut: async () => {
        await remove(PATH);
        const next = await whoAmI();
        // Nothing of what one might see stays for who may see less; what is still shown is asked for anew.
        if (next === undefined) client.clear();
        else void client.resetQueries();
        take(next);
      },
      take,
    }),
    [who, expired, take, client],
  );
  return <Context value={state}>{known ? children : loading}</Context>;
}

/** Who looks, and since when the service runs, for those who may know. */
async function begin(): Promise<WhoAmI | undefined> {
  const who = await signInByLink();
  if (who?.scopes.includes("events.read") === true) await askStart();
  return who;
}

/** A link that signs in carries name and password behind the #, which no server sees; it leaves the address bar at once. */
async function signInByLink(): Promise<WhoAmI | undefined> {
  const link = /^#sign-in=([^:]+):(.+)$/.exec(location.hash);
  if (link !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    const [name, password] = [decodeURIComponent(link[1]!), decodeURIComponent(link[2]!)];
    try {
      return await post<WhoAmI>(PATH, { name, password });
    } catch {
      // An old link: whoever it was for can still sign in by hand.
    }
  }
  return whoAmI();
}

async function whoAmI(): Promise<WhoAmI | undefined> {
  for (;;) {
    try {
      return await get<WhoAmI>(PATH);
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}
