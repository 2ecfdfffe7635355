import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
// Not the engines' index: an answer that is remembered needs neither TensorFlow.js nor the lowering.
import { engineIdentity } from '../engines/named.ts';
import type { EngineName } from '../engines/types.ts';
import { sourceDigest } from '../plan/source-digest.ts';
import { orderedStringify, parseStable, sha256, stableStringify, type Store } from '../store/index.ts';
import { closedModules } from './closed-modules.ts';
import { fileOf } from './target-file.ts';
import type { CheckResult } from './types.ts';

/** What a check of one target against a baseline is asked. */
export interface Question {
  readonly word: string;
  readonly root: string;
  readonly baseline: string;
  readonly cases: readonly string[];
  readonly strict: boolean;
  readonly engine: EngineName;
}

/** The answer to one question, as a store remembers it. */
export interface AnswerMemory {
  /** The answer given before, or undefined. */
  recall(): Promise<CheckResult | undefined>;
  /** Keeps an answer for which nothing was trained; any other is not kept. */
  remember(result: CheckResult): Promise<void>;
}

const forgetful: AnswerMemory = { recall: async () => undefined, remember: async () => {} };

/**
 * Remembers that a program is unchanged, under all that the answer follows from: the target's modules, the baseline, the cases,
 * the engine, this program's sources, data and packages, and Node. A target that may follow from more (`closedModules`), a
 * baseline of hypotheses and one that cannot be read are answered anew each time.
 *
 * @throws AssayError `configuration` where there is no such target
 */
export async function answerMemory(question: Question, store: Store): Promise<AnswerMemory> {
  const { word, root, baseline, cases, strict, engine } = question;
  const file = fileOf(word, root);
  const modules = await closedModules(resolve(root, file));
  const recorded = await readFile(resolve(root, baseline), 'utf8').catch(() => undefined);
  if (modules === undefined || recorded === undefined || hasSuite(recorded)) return forgetful;
  const key = sha256(
    stableStringify({
      version: 1,
      answer: { file, modules, baseline: sha256(recorded), cases, strict },
      source: await sourceDigest(),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      engine: await engineIdentity(engine),
    }),
  );
  return {
    async recall() {
      // A damaged file is as good as none: the answer is found again and written over it.
      const text = await store.get<string>('plans', key).catch(() => undefined);
      return text === undefined ? undefined : (parseStable(text) as CheckResult);
    },
    async remember(result) {
      if (result.level !== 'same mathematics' || result.trained + result.cached > 0) return;
      await store.put('plans', key, orderedStringify(result));
    },
  };
}

function hasSuite(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly suite?: unknown }).suite !== undefined;
  } catch {
    return true;
  }
}
