import { join } from "node:path";

/** The places below `configDir`. */
export const configFolder = (configDir: string) => ({
  extensions: join(configDir, "extensions"),
  activeVersions: join(configDir, "extensions", "active.json"),
  configurations: join(configDir, "monitoring"),
  credentials: join(configDir, "credentials"),
});
