import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { WhoAmI } from "../../api/contract/index.ts";
import { post, remove, setCsrfToken, setOnUnauthorized } from "../api/client.ts";
import { live } from "../api/live.ts";
import { rememberKnown, SESSION_PATH, whoAmI } from "./begin.ts";

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

const Context = createContext<SessionState | undefined>(undefined);

export function useSession(): SessionState {
  const session = useContext(Context);
  if (session === undefined) throw new Error("useSession is for components inside of SessionProvider");
  return session;
}

export interface SessionProviderProps {
  readonly children: ReactNode;
  /** Who looks when the page is opened. */
  readonly first: WhoAmI | undefined;
}

export function SessionProvider({ children, first }: SessionProviderProps) {
  const client = useQueryClient();
  const [who, setWho] = useState(first);
  const [expired, setExpired] = useState(false);

  useEffect(() => {
    setOnUnauthorized(() => setExpired(true));
    if (who === undefined) return undefined;
    live.start();
    return () => live.stop();
  }, [who]);

  const take = useCallback(
    (next: WhoAmI | undefined) => {
      setCsrfToken(next?.csrfToken);
      rememberKnown(next !== undefined);
      setWho(next);
      setExpired(false);
      if (next !== undefined) void client.invalidateQueries();
    },
    [client],
  );

  const state = useMemo<SessionState>(
    () => ({
      who,
      expired: expired && who !== undefined,
      can: (scope) => who?.scopes.includes(scope) === true,
      signIn: async (name, password) => take(await post<WhoAmI>(SESSION_PATH, { name, password })),
      signOut: async () => {
        await remove(SESSION_PATH);
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
  return <Context value={state}>{children}</Context>;
}
