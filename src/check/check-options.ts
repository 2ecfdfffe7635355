import type { Trial } from './target/plan-target.ts';
import type { Training } from './battery/train-cases.ts';

/** What a check and a recording are made with. */
export interface CheckOptions extends Trial, Training {}
