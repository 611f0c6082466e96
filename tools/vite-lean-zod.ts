import type { Plugin } from 'vite';

const unused = /[\\/]zod[\\/]v4[\\/]core[\\/](json-schema-processors|to-json-schema)\.js$/;

// Schemas reach for these only when asked to describe themselves as JSON Schema; whoever does so in the browser is told.
const instead = `
const no = () => { throw new Error('JSON Schema is written on the server only'); };
export const createToJSONSchemaMethod = no;
export const createStandardJSONSchemaMethod = () => no;
export const toJSONSchema = no;
export const allProcessors = {};
export const initializeContext = no, processSchema = no, process = no, extractDefs = no, finalize = no, handleUnrepresentable = no;
`;

/** Leaves zod's writer of JSON Schema, a fifth of its code, out of the browser: the server writes the OpenAPI description. */
export function leanZod(): Plugin {
  return { name: 'banyan-lean-zod', enforce: 'pre', load: { filter: { id: unused }, handler: () => ({ code: instead, map: null }) } };
}
