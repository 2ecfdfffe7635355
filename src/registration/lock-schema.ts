import { z } from 'zod';
import { sha256, stableStringify } from '../store/index.ts';
import type { Json } from './types.ts';

/** Plain JSON, which nothing here writes to. */
const json = z.json() as unknown as z.ZodType<Json>;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().min(1);
const at = z.string().min(1);

const changeSchema = z.strictObject({
  path: z.string(),
  before: json.exactOptional(),
  after: json.exactOptional(),
});

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('added'), id, judged: at.exactOptional() }),
  z.strictObject({
    kind: z.literal('amended'),
    id,
    judged: at.exactOptional(),
    changes: z.array(changeSchema).readonly(),
  }),
  z.strictObject({ kind: z.literal('renamed'), id, from: id }),
  z.strictObject({ kind: z.literal('removed'), id, judged: at.exactOptional() }),
]);

const linkSchema = z.strictObject({
  at,
  tool: z.string(),
  reason: z.string().min(1).exactOptional(),
  steps: z.array(stepSchema).min(1).readonly(),
  /** Digest of the hypotheses as they are after this link. */
  hypotheses: digest,
  /** Digest of the link before; absent in the first one. */
  previous: digest.exactOptional(),
  digest,
});

const lockedSchema = z.strictObject({
  digests: z.strictObject({ design: digest, analysis: digest }),
  design: json,
  analysis: json,
});

/** `assay.lock.json`, version 1. */
export const lockSchema = z.strictObject({
  schema: z.literal(1),
  hypotheses: z.record(id, lockedSchema),
  chain: z.array(linkSchema).min(1).readonly(),
});

export type Lock = z.output<typeof lockSchema>;
export type Locked = Lock['hypotheses'][string];
export type Link = Lock['chain'][number];
export type Step = Link['steps'][number];

/** What a link is called by the next one: the digest of all it says. */
export const digestOfLink = (link: Omit<Link, 'digest'>): string => sha256(stableStringify(link));

/** Digest of the hypotheses of a lock, whatever their order. */
export const digestOfHypotheses = (hypotheses: Lock['hypotheses']): string =>
  sha256(stableStringify(hypotheses));
