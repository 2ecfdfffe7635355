import { hypothesis } from 'optimizer-assay';
import { otherMomentum, otherNets, otherSeeds } from './variants.ts';

export const images = (train: number, standardize = true) => ({ kind: 'fashion-mnist', train, test: 5000, downsample: 14, standardize }) as const;
const few = { workload: { data: images(2000) } } as const;
const middle = { workload: { data: images(4000) } } as const;

export const workload = { model: { kind: 'mlp', hidden: [64, 64] }, data: images(8000), loss: 'cross-entropy' } as const;

/** Other images for the arms of few and of many. */
export const fewOfMany = (few: ReturnType<typeof images>, many: ReturnType<typeof images>) => ({
  workload: { data: many },
  arms: { few1: { workload: { data: few } }, few8: { workload: { data: few } } },
});

/** Other images for all arms: so many, half of them and a quarter. */
function threeSizes(most: number, standardize = true) {
  const of = (train: number) => ({ workload: { data: images(train, standardize) } });
  const [middle, few] = [of(most / 2), of(most / 4)];
  return { ...of(most), arms: { middle1: middle, middle8: middle, few1: few, few8: few } };
}

/** β = 8 costs more with the first images than with the second. */
const costsMore = (first: 'few' | 'middle', second: 'middle' | 'many' | 'short', by: 0 | 0.01, because: string) =>
  ({
    kind: 'interaction',
    measure: 'testAccuracy',
    arms: [
      [`${first}1`, `${first}8`],
      [`${second}1`, `${second}8`],
    ],
    direction: 'positive',
    ...(by === 0 ? {} : { by }),
    because,
  }) as const;

const epochs = (epochs: number) => ({ stop: { kind: 'epochs', epochs } }) as const;

const arms = {
  many1: { learningRate: 0.025, batchSize: 8 },
  many8: { learningRate: 0.2, batchSize: 64 },
  few1: { learningRate: 0.025, batchSize: 8, ...few },
  few8: { learningRate: 0.2, batchSize: 64, ...few },
  middle1: { learningRate: 0.025, batchSize: 8, ...middle },
  middle8: { learningRate: 0.2, batchSize: 64, ...middle },
  // All images for the steps that the few take.
  short1: { learningRate: 0.025, batchSize: 8, ...epochs(2.5) },
  short8: { learningRate: 0.2, batchSize: 64, ...epochs(2.5) },
} as const;

export default hypothesis({
  id: 'three-factors/small-data-breaks-earlier-mlp',
  claim: 'After equally many epochs, rescaling rate and batch size by β = 8 costs the more accuracy the smaller the training set is',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.4 of the ICLR 2018 submission: "This plots seem to suggest that this happens for smaller β values when dataset size is smaller"',
    figure: '6 of the submission',
    boundary: {
      paper: 'VGG-11 on 12,000, 22,500 and 45,000 images of CIFAR-10: the accuracy drops at a β ordered by the size',
      ours: 'MLP 196-64-64-10 on 2,000, 4,000 and 8,000 images of Fashion-MNIST, (0.025, 8) times β = 1 and 8 for ten epochs, and on all 8,000 for a quarter of that, the steps that 2,000 images take',
      mayDiffer:
        'at equal epochs fewer images are also fewer steps; as few steps on all images cost 1.6 points, so they explain part of the break and not all of it. At a matched training loss it is gone (small-data-breaks-earlier-at-equal-loss). Batches of 64 of 2,000 images keep 97 % of the noise. A pilot of 32 seeds (base seed pilotD) saw β = 8 cost 0.1 points of 8,000 images (0.5 in the worst of four blocks), 1.9 of 4,000 and 5.8 of 2,000, with spreads of 1.5 to 4 points a seed: 16 seeds have a power of 0.6 to 0.8, 48 of 0.99. Of eight variants six agree; it is refuted with half-the-images; undecided with twenty-epochs',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 10 },
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['testAccuracy'],
  predictions: [
    costsMore('middle', 'many', 0, 'more than all images lose, by any amount'),
    costsMore('few', 'middle', 0.01, 'a point more than twice the images lose'),
    costsMore('few', 'short', 0.01, 'a point more than as few steps on all images lose'),
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['many1', 'few1'],
      by: 0.01,
      because: 'the measure sees what more images teach',
      although: 'as in the paper, the smaller set is trained for as many epochs',
    },
  ],
  variants: {
    ...otherNets(workload),
    'half-the-images': threeSizes(4000),
    'not-standardized': threeSizes(8000, false),
    'twenty-epochs': { stop: { kind: 'epochs', epochs: 20 }, arms: { short1: epochs(5), short8: epochs(5) } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
