#!/usr/bin/env node
// Starts the trainer that ships with us (src/eager), as `assay.js` starts the command: it speaks JSON lines over standard input.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

// As in `assay.js`, for what is started without it.
process.env.ORT_DISABLE_TELEMETRY = '1';

const source = new URL('../src/', import.meta.url);
const inCheckout = existsSync(source);
const root = inCheckout ? source : new URL('../dist/', import.meta.url);
const extension = inCheckout ? 'ts' : 'js';
if (!inCheckout) process.env.TSX_DISABLE_CACHE ??= '1';

register();
const tensorflow = pathToFileURL(module.createRequire(import.meta.url).resolve('@tensorflow/tfjs')).href;
module.register('./resolve-self.js', import.meta.url, { data: { root: root.href, extension, tensorflow } });

const { main } = await import(new URL(`eager/main.${extension}`, root).href);
await main();
