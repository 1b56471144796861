export { GLANCE_FIELDS, type Glance, glanceAt, packGlances } from "./glance.ts";
export { Glancer } from "./glancer.ts";
