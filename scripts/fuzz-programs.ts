/**
 * Draws programs, compiles them and holds what engines give against their meaning in 64-bit numbers. What breaks a law
 * is shrunk and printed as TypeScript with its seed.
 *
 *     npm run fuzz:programs                                   # 20,000 programs that nobody has tried
 *     npm run fuzz:programs -- --count 600 --from 7           # 600 programs from seed 7 on
 *     npm run fuzz:programs -- --from 7 --kind loop --count 1 # one again
 *
 * Programs run in a child process, on one thread: where it dies, as native code may, that program has failed, and
 * another child goes on behind it.
 *
 * Exit code 1 where a program failed.
 */
import { fork, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawRecipe, type Kind } from '../tests/fuzz/draw.ts';
import { judge } from '../tests/fuzz/judge.ts';
import { printRecipe, type Recipe } from '../tests/fuzz/recipe.ts';
import { shrink } from '../tests/fuzz/shrink.ts';

const kinds: readonly Kind[] = ['forward', 'derivatives', 'loop'];
const file = fileURLToPath(import.meta.url);

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    from: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    kind: { type: 'string' },
    child: { type: 'boolean', default: false },
    recipe: { type: 'string' },
  },
});

interface Trial {
  readonly seed: number;
  readonly kind: Kind;
}

/** What a child tells: that a program begins, or how it failed. */
type News = { readonly begins: number } | { readonly failed: string };

/** Each seed is drawn as every kind. */
function trials(): readonly Trial[] {
  const wanted = kinds.filter((kind) => values.kind === undefined || kind === values.kind);
  return Array.from({ length: Number(values.count) }, (_, index) => ({
    seed: Number(values.from) + Math.floor(index / wanted.length),
    kind: wanted[index % wanted.length]!,
  }));
}

const title = ({ seed, kind }: Trial): string => `seed ${seed}, ${kind}`;

/** How a program breaks a law, as a text; undefined where it breaks none. */
async function complaint(trial: Trial): Promise<string | undefined> {
  const recipe = drawRecipe(trial.seed, trial.kind);
  const found = await judge(recipe);
  if (found === undefined) return undefined;
  const small = await shrink(recipe, async (other) => (await judge(other, found.law))?.law === found.law);
  const { wrong } = (await judge(small, found.law)) ?? found;
  return `${title(trial)}: ${found.law}: ${wrong}\n${printRecipe(small)}`;
}

/** The child: tries programs from a place of the list on. */
async function tryAll(list: readonly Trial[], first: number): Promise<void> {
  const tell = (news: News): Promise<void> => new Promise((told) => process.send!(news, () => told()));
  for (const [index, trial] of list.entries()) {
    if (index < first) continue;
    await tell({ begins: index });
    const failed = await complaint(trial).catch(
      (error: unknown) => `${title(trial)}: throws ${String(error)}`,
    );
    if (failed !== undefined) await tell({ failed });
  }
  process.disconnect();
}

/** Whether a process that judges the recipe dies. */
const kills = (recipe: Recipe): boolean =>
  spawnSync(process.execPath, ['--import', 'tsx', file, '--recipe', JSON.stringify(recipe)]).signal !== null;

/** A program at which the child died, shrunk. */
async function crash(trial: Trial, how: string): Promise<string> {
  const recipe = drawRecipe(trial.seed, trial.kind);
  const again = kills(recipe);
  const small = again ? await shrink(recipe, (other) => Promise.resolve(kills(other)), 60) : recipe;
  return `${title(trial)}: the process died (${how})${again ? '' : ', but not again'}\n${printRecipe(small)}`;
}

/** Runs a child from a place of the list on; gives where it died, or the list's length. */
function runChild(first: number, fail: (text: string) => void): Promise<{ next: number; how?: string }> {
  const child = fork(file, [...process.argv.slice(2), '--from', values.from, '--child'], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, FUZZ_FIRST: String(first) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let last = first;
  child.on('message', (news: News) => {
    if ('failed' in news) fail(news.failed);
    else {
      last = news.begins;
      if (last > 0 && last % 500 === 0) console.log(`${last} programs`);
    }
  });
  return new Promise((ended) => {
    child.on('exit', (code, signal) => {
      ended(code === 0 ? { next: Infinity } : { next: last + 1, how: signal ?? `exit code ${code}` });
    });
  });
}

async function main(): Promise<void> {
  const list = trials();
  let failures = 0;
  const fail = (text: string): void => {
    failures++;
    console.log(`\n${text}\n`);
  };
  console.log(`${list.length} programs from seed ${values.from} on`);
  for (let first = 0; first < list.length;) {
    const { next, how } = await runChild(first, fail);
    if (how !== undefined) fail(await crash(list[next - 1]!, how));
    first = next;
  }
  console.log(`${list.length} programs, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

if (values.recipe !== undefined) await judge(JSON.parse(values.recipe) as Recipe);
else if (values.child) await tryAll(trials(), Number(process.env['FUZZ_FIRST']));
else await main();
