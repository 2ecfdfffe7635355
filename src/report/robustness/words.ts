import { plural } from '../words.ts';
import type { SpecificationCurve } from './curve.ts';

/** `7 of 8 variants agree, none flips`. */
export function agreementInWords({ agree, total, flips }: SpecificationCurve): string {
  const flipped =
    flips.length === 0 ? 'none flips' : `${flips.join(' and ')} ${flips.length === 1 ? 'flips' : 'flip'}`;
  return `${agree} of ${plural(total, 'variant')} ${total === 1 ? 'agrees' : 'agree'}, ${flipped}`;
}

/** How a specification is called where it stands beside others. */
export const nameOf = ({ variant }: { readonly variant?: string }): string => variant ?? '(as declared)';
