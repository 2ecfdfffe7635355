#!/usr/bin/env node
// Starts the command: from `src` in a checkout, from `dist` when installed. Hypothesis files are TypeScript in both cases,
// and `optimizer-assay` in them means this very copy, wherever they lie.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

// Before any thread or program is started that may load ONNX Runtime: it would report its sessions to Microsoft.
process.env.ORT_DISABLE_TELEMETRY = '1';

const source = new URL('../src/', import.meta.url);
const inCheckout = existsSync(source);
const root = inCheckout ? source : new URL('../dist/', import.meta.url);
const extension = inCheckout ? 'ts' : 'js';
// The loader keeps what it has compiled in the temporary directory. A checkout has two hundred files to compile, an installed
// copy the user's few: nothing of those stays behind.
if (!inCheckout) process.env.TSX_DISABLE_CACHE ??= '1';

// Imported before the hooks are there, which would cost each of their many files a round trip.
await Promise.all([import('zod'), import('commander'), import('chalk')]);
register();
// Until a module of the user's is loaded: the maps of the project's own sources would cost more than reading them.
process.setSourceMapsEnabled(false);
const tensorflow = pathToFileURL(module.createRequire(import.meta.url).resolve('@tensorflow/tfjs')).href;
module.register('./resolve-self.js', import.meta.url, { data: { root: root.href, extension, tensorflow } });

const from = (name) => import(new URL(`cli/${name}.${extension}`, root).href);
const [{ main }, { runGuarded }] = await Promise.all([from('main'), from('exit-guard')]);
await runGuarded((endNow) => main(process.argv.slice(2), undefined, endNow));
