import { Center, Loader, MantineProvider, Text } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import type { WhoAmI } from "../../api/contract/index.ts";
import { SessionEnded } from "../access/session-ended.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { styleNonce } from "./nonce.ts";
import { PageError } from "./page-error.tsx";
import { queryClient } from "./query-client.ts";
import { ROUTES } from "./routes.tsx";
import { SessionProvider, useSession } from "./session.tsx";
import { Shell } from "./shell.tsx";
import { cssVariables, theme } from "./theme.ts";
import { useSignInPath } from "./use-sign-in-path.ts";

const loading = (
  <Center h="60vh">
    <Loader size="sm" role="status" aria-label="Loading" />
  </Center>
);

export interface AppProps {
  /** Who looks; undefined when nobody is signed in. */
  readonly who: WhoAmI | undefined;
}

export function App({ who }: AppProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      env="default"
    >
      <QueryClientProvider client={queryClient}>
        <Router base="/ui">
          <SessionProvider first={who}>
            <Shell>
              <Pages />
            </Shell>
            <SessionEnded />
          </SessionProvider>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  const { who } = useSession();
  const signIn = useSignInPath();
  if (who === undefined && path !== "/sign-in") {
    return <Redirect to={signIn} replace />;
  }
  return (
    <PageError place={path}>
      <Suspense fallback={loading}>
        <Switch>
          <Route path="/">
            <Redirect to="/devices" replace />
          </Route>
          {ROUTES.map(({ path: pattern, page: Page }) => (
            <Route key={pattern} path={pattern}>
              <Page />
            </Route>
          ))}
          <Route>
            <EmptyState title="There is no such page">
              <Text size="sm">The address may be mistyped, or from an earlier version.</Text>
            </EmptyState>
          </Route>
        </Switch>
      </Suspense>
    </PageError>
  );
}
