import { type ComponentType, type LazyExoticComponent, lazy } from "react";

// One line a page; each is loaded when it is first opened.

type Page = LazyExoticComponent<ComponentType>;
const modules = import.meta.glob<{ default: ComponentType }>("../*/*-page.tsx");

function page(file: string): Page {
  const load = modules[`../${file}.tsx`];
  return lazy(load ?? (() => Promise.reject(new Error(`there is no page ${file}`))));
}

export interface Route {
  readonly path: string;
  readonly page: Page;
}

export const ROUTES: readonly Route[] = [
  { path: "/devices", page: page("devices/devices-page") },
  { path: "/devices/:id", page: page("device/device-page") },
  { path: "/entities", page: page("entities/entity-list-page") },
  { path: "/entities/:id", page: page("entities/entity-page") },
  { path: "/topology", page: page("topology/topology-page") },
  { path: "/explore", page: page("explore/explore-page") },
  { path: "/setup", page: page("setup/configurations-page") },
  { path: "/setup/new", page: page("setup/wizard-page") },
  { path: "/setup/credentials", page: page("setup/credentials-page") },
  { path: "/setup/:extension/:id", page: page("setup/configuration-page") },
  { path: "/manifests", page: page("manifests/manifests-page") },
  { path: "/manifests/new", page: page("manifests/editor-page") },
  { path: "/manifests/edit", page: page("manifests/editor-page") },
  { path: "/status", page: page("status/status-page") },
  { path: "/access", page: page("access/access-page") },
  { path: "/sign-in", page: page("access/sign-in-page") },
];
