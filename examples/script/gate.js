// `assert` throws what is not as expected: with the whole report as its message, and exit code 1 where nobody catches it.
import { assert } from 'optimizer-assay';
import { at } from './hypotheses/rmsprop/starts-faster.hypothesis.js';

const { summary } = await assert(at(Number(process.argv[2])), { workers: 2 });
console.log(`${summary.asExpected} of ${summary.total} as expected`);
