/** What could as well have been otherwise where a net is trained: sets of variants, in each of which one thing is changed. */

import type { Hypothesis } from 'optimizer-assay';

type Model = Hypothesis['workload']['model'];
type Data = Hypothesis['workload']['data'];
type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;
type Mlp = ReadonlyDeep<Extract<Model, { readonly kind: 'mlp' }>>;
type Cnn = ReadonlyDeep<Extract<Model, { readonly kind: 'cnn' }>>;
type Images = ReadonlyDeep<Extract<Data, { readonly kind: 'fashion-mnist' }>>;

const quarter = (widths: readonly number[]) => widths.map((width) => Math.ceil(width / 4));

/** Another activation, a quarter of the width, and another depth: one layer, or two where there is one. */
export function otherNets({ model }: { readonly model: Mlp }) {
  const changed = (own: Partial<Mlp>) => ({ workload: { model: { ...model, ...own } } });
  const [first] = model.hidden as readonly [number];
  const depth =
    model.hidden.length > 1
      ? { name: 'one-layer', hidden: [first] }
      : { name: 'two-layers', hidden: [first, first] };
  const activation =
    model.activation === 'tanh'
      ? { name: 'rectifier', kind: 'relu' as const }
      : { name: 'tanh', kind: 'tanh' as const };
  return {
    [activation.name]: changed({ activation: activation.kind }),
    narrow: changed({ hidden: quarter(model.hidden) }),
    [depth.name]: changed({ hidden: depth.hidden }),
  };
}

/** A quarter of the channels, one convolution in the place of several, and batch normalization. */
export function otherConvolutions({ model }: { readonly model: Cnn }) {
  const changed = (own: Partial<Cnn>) => ({ workload: { model: { ...model, ...own } } });
  return {
    narrow: changed({ channels: quarter(model.channels) }),
    'one-convolution': changed({ channels: model.channels.slice(0, 1) }),
    'batch-normalized': changed({ normalization: 'batch' }),
  };
}

/** Half of a number of images, in each tier. */
const halfOf = (size: NonNullable<Images['train']>) =>
  typeof size === 'number' ? size / 2 : { quick: size.quick / 2, full: size.full / 2 };

/** Half of the training images, and as many test images as before. */
export const halfTheImages = ({ data }: { readonly data: Images }) => ({
  'half-the-images': { workload: { data: { ...data, train: halfOf(data.train ?? 10_000) } } },
});

/** Pixels from 0 to 1, as they are. */
export const notStandardized = ({ data }: { readonly data: Images }) => ({
  'not-standardized': { workload: { data: { ...data, standardize: false } } },
});

type Arms = Hypothesis['arms'];

/** Half of a learning rate at all times. */
function half(rate: ReadonlyDeep<Arms[string]['learningRate']>): Arms[string]['learningRate'] {
  if (typeof rate === 'number') return rate / 2;
  switch (rate.kind) {
    case 'cyclic':
      return { ...rate, low: rate.low / 2, high: rate.high / 2 };
    case 'piecewise':
      return { ...rate, values: rate.values.map((value) => value / 2), at: [...rate.at] };
    case 'steps':
      return { ...rate, start: rate.start / 2, at: [...rate.at] };
    default:
      throw new TypeError(`no variant halves a rate of kind ${rate.kind}`);
  }
}

/** Momentum of 0.5 at half the rates: steps that are as long in the end, η/(1 − m). */
export const otherMomentum = (arms: ReadonlyDeep<Arms>) => ({
  momentum: {
    optimizer: { kind: 'heavy-ball' as const, momentum: 0.5 },
    arms: Object.fromEntries(
      Object.entries(arms).map(([name, { learningRate }]) => [name, { learningRate: half(learningRate) }]),
    ),
  },
});

/** Seeds that the hypothesis does not have. */
export const otherSeeds = { 'other-seeds': { seedBlock: 1 } } as const;

/** Seven choices where SGD trains an MLP on images, and no arm has a net, data or an optimizer of its own. */
export const variantsOfAnMlp = (
  workload: { readonly model: Mlp; readonly data: Images },
  arms: ReadonlyDeep<Arms>,
) => ({
  ...otherNets(workload),
  ...halfTheImages(workload),
  ...notStandardized(workload),
  ...otherMomentum(arms),
  ...otherSeeds,
});

/** Seven choices where SGD trains a convolutional net on images, and no arm has a net, data or an optimizer of its own. */
export const variantsOfACnn = (
  workload: { readonly model: Cnn; readonly data: Images },
  arms: ReadonlyDeep<Arms>,
) => ({
  ...otherConvolutions(workload),
  ...halfTheImages(workload),
  ...notStandardized(workload),
  ...otherMomentum(arms),
  ...otherSeeds,
});

/** Eight choices for the nets whose cycles are looked at. */
export function variantsOfTheCycles(
  { model, data }: { readonly model: Mlp; readonly data: Images },
  arms: ReadonlyDeep<Arms>,
) {
  const { labelNoise: _labelNoise, ...clean } = data;
  return {
    ...otherNets({ model }),
    'clean-labels': { workload: { data: clean } },
    'twice-the-images': { workload: { data: { ...data, train: 4000 } } },
    standardized: { workload: { data: { ...data, standardize: true } } },
    ...otherMomentum(arms),
    ...otherSeeds,
  };
}
