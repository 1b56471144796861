export { Authoring } from "./authoring-port.ts";
