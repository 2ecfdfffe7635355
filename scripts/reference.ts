/**
 * Writes docs/reference.md from the schemas of the language.
 *
 *     npm run reference
 */
import { writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { referencePage } from './reference/page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// Hypothesis files import `optimizer-assay`, by which they mean this checkout.
register('../bin/resolve-self.js', import.meta.url, {
  data: {
    root: new URL('../src/', import.meta.url).href,
    extension: 'ts',
    tensorflow: pathToFileURL(createRequire(import.meta.url).resolve('@tensorflow/tfjs')).href,
  },
});
writeFileSync(new URL('../docs/reference.md', import.meta.url), await referencePage(root));
