import type { Optimizer } from '../../../src/index.ts';
import { adam, lion, momentum, nesterov, rmsprop } from './optimizers.ts';
import { reportedFamilies } from './reported-families.ts';
import { adamOf } from './reported.ts';

const make = async (report: string, other: boolean): Promise<Optimizer> =>
  (await import(`./reports/${report}.ts`)).make(other);

/** An optimizer for runs of so many steps. */
export type Make = (steps: number) => Optimizer | Promise<Optimizer>;

/** One way of writing a method, others of the same mathematics, and methods that are others, by however little. */
export interface Family {
  readonly base: Make;
  readonly same: Readonly<Record<string, Make>>;
  readonly diff: Readonly<Record<string, Make>>;
}

/** family → base, same, different; functions of the number of steps of a run. */
export const families: Readonly<Record<string, Family>> = {
  sgdm: {
    base: () => momentum(),
    same: {
      ema: () => momentum({ form: 'ema' }),
      split: () => momentum({ form: 'split' }),
      negative: () => momentum({ form: 'negative' }),
      fma: () => momentum({ form: 'fma' }),
    },
    diff: {
      'lr*1.0001': () => momentum({ lr: 1.0001 }),
      'lr*1.00001': () => momentum({ lr: 1.00001 }),
      'mu .90001': () => momentum({ mu: 0.90001 }),
      'decay 1e-6': () => momentum({ decay: 1e-6 }),
      'lost at half': (n) => momentum({ lostAt: Math.floor(n / 2) + 1 }),
      'lost at 95%': (n) => momentum({ lostAt: Math.floor(0.95 * n) + 1 }),
    },
  },
  nesterov: {
    base: () => nesterov(),
    same: { expanded: () => nesterov({ form: 'expanded' }), two: () => nesterov({ form: 'two' }) },
    diff: { 'lr*1.00001': () => nesterov({ lr: 1.00001 }), 'mu .90001': () => nesterov({ mu: 0.90001 }) },
  },
  adam: {
    base: () => make('same-adam-in-another-form', false),
    same: {
      'other-form': () => make('same-adam-in-another-form', true),
      torch: () => adam({ form: 'torch' }),
      ratefirst: () => adam({ form: 'ratefirst' }),
      lerp: () => adam({ form: 'lerp' }),
      squares: () => adam({ form: 'squares' }),
      'written anew': () => adamOf(),
    },
    diff: {
      'lr*1.0001': () => adam({ lr: 1.0001 }),
      'lr*1.00001': () => adam({ lr: 1.00001 }),
      'eps 1e-7': () => adam({ eps: 1e-7 }),
      'eps scaled': () => make('adam-epsilon-scaled-by-the-correction', true),
      'bf16 moments': () => make('bfloat16-moments', true),
      'count off by one': () => adam({ offset: 1 }),
      'moments lost': (n) => adam({ lostAt: Math.floor(n / 2) + 1 }),
      'decay 1e-6': () => adam({ decay: 1e-6 }),
      'b1 .90001': () => adam({ b1: 0.90001 }),
      'eps inside': () => adam({ form: 'epsinside' }),
    },
  },
  'adam-averages': {
    base: () => make('same-adam-in-another-form', true),
    same: { 'other-form': () => make('same-adam-in-another-form', false) },
    diff: {
      'lr*1.00001': () => adam({ form: 'averages', lr: 1.00001 }),
      'eps 1e-7': () => adam({ form: 'averages', eps: 1e-7 }),
      'b1 .90001': () => adam({ form: 'averages', b1: 0.90001 }),
    },
  },
  adamw: {
    base: () => make('same-adamw-in-another-form', false),
    same: { 'other-form': () => make('same-adamw-in-another-form', true) },
    diff: { 'decay +1e-6': () => adam({ dec: 0.010001 }), 'decay 0.0101': () => adam({ dec: 0.0101 }) },
  },
  amsgrad: {
    base: () => make('amsgrad-maximum-not-kept', false),
    same: {},
    diff: { 'max not kept': () => make('amsgrad-maximum-not-kept', true) },
  },
  rmsprop: {
    base: () => rmsprop(),
    same: { ratefirst: () => rmsprop({ form: 'ratefirst' }), lerp: () => rmsprop({ form: 'lerp' }) },
    diff: {
      'lr*1.00001': () => rmsprop({ lr: 1.00001 }),
      'eps 1e-7': () => rmsprop({ eps: 1e-7 }),
      'b .90001': () => rmsprop({ b: 0.90001 }),
    },
  },
  lion: {
    base: () => make('same-lion-by-lerp', false),
    same: {
      lerp: () => make('same-lion-by-lerp', true),
      scaled: () => lion({ form: 'scaled' }),
      sum: () => lion({ form: 'sum' }),
    },
    diff: {
      'lr*1.00001': () => lion({ lr: 1.00001 }),
      'decay .0101': () => lion({ wd: 0.0101 }),
      'b1 .90001': () => lion({ b1: 0.90001 }),
      'b1 .901': () => lion({ b1: 0.901 }),
      'b2 .9901': () => lion({ b2: 0.9901 }),
    },
  },
  groups: {
    base: () => make('decay-on-biases-small', false),
    same: {},
    diff: { 'decay on biases': () => make('decay-on-biases-small', true) },
  },
  lookahead4: {
    base: () => make('lookahead-four-evaluates-fast-weights', false),
    same: {},
    diff: { 'fast evaluated': () => make('lookahead-four-evaluates-fast-weights', true) },
  },
  lookaheadsync: {
    base: () => make('lookahead-never-syncs', false),
    same: {},
    diff: { 'never syncs': () => make('lookahead-never-syncs', true) },
  },
  restarts: {
    base: () => make('warm-restart-one-step-late', false),
    same: {},
    diff: { 'one step late': () => make('warm-restart-one-step-late', true) },
  },
  ...reportedFamilies,
};
