import { type ComponentType, lazy, type ReactNode, useState } from "react";

// One line a page; each is loaded when it is first opened.

type Load = () => Promise<{ default: ComponentType }>;

export interface Route {
  readonly path: string;
  readonly load: Load;
  readonly page: ComponentType;
}

/**
 * A page that is loaded when it is first opened. One that is there already is shown at once: React keeps a fallback in
 * sight for 300 ms, however soon what it stands for has come.
 */
function route(path: string, load: Load): Route {
  let loaded: ComponentType | undefined;
  const loadPage: Load = async () => {
    const module = await load();
    loaded = module.default;
    return module;
  };
  const Later = lazy(loadPage);
  const page = (): ReactNode => {
    const [Page] = useState(() => loaded ?? Later);
    return <Page />;
  };
  return { path, load: loadPage, page };
}

export const ROUTES: readonly Route[] = [
  route("/devices", () => import("../devices/devices-page.tsx")),
  route("/devices/:id", () => import("../device/device-page.tsx")),
  route("/entities", () => import("../entities/entity-list-page.tsx")),
  route("/entities/:id", () => import("../entities/entity-page.tsx")),
  route("/topology", () => import("../topology/topology-page.tsx")),
  route("/explore", () => import("../explore/explore-page.tsx")),
  route("/setup", () => import("../setup/configurations-page.tsx")),
  route("/setup/new", () => import("../setup/wizard-page.tsx")),
  route("/setup/credentials", () => import("../setup/credentials-page.tsx")),
  route("/setup/:extension/:id", () => import("../setup/configuration-page.tsx")),
  route("/manifests", () => import("../manifests/manifests-page.tsx")),
  route("/manifests/new", () => import("../manifests/editor-page.tsx")),
  route("/manifests/edit", () => import("../manifests/editor-page.tsx")),
  route("/status", () => import("../status/status-page.tsx")),
  route("/access", () => import("../access/access-page.tsx")),
  route("/sign-in", () => import("../access/sign-in-page.tsx")),
];

/** Where one begins. */
export const START = "/devices";

/**
 * Begins to load the page of an address before it is opened.
 * @param pathname  below `/ui`
 * @returns when it is there, or has failed: then it fails again where somebody is told
 */
export async function preload(pathname: string): Promise<void> {
  const parts = (pathname === "" || pathname === "/" ? START : pathname).split("/");
  const found = ROUTES.find(({ path }) => {
    const pattern = path.split("/");
    return (
      pattern.length === parts.length && pattern.every((part, i) => part.startsWith(":") || part === parts[i])
    );
  });
  await found?.load().catch(() => undefined);
}
