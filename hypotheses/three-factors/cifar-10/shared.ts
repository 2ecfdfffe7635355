/** What the files of this directory share: the paper's nets and data, trained by PyTorch. */

const data = { kind: 'cifar-10', standardize: true } as const;

/** On a graphics card where there is one; without it bring patience. The variable makes the card's sums the same in every run. */
const trainer = {
  command: ['python3', '../../../examples/pytorch/train.py'],
  files: ['../../../examples/pytorch/nets.py', '../../../examples/pytorch/data.py'],
  options: { device: 'auto', hessianProbes: 20 },
  env: { CUBLAS_WORKSPACE_CONFIG: ':4096:8' },
  idleTimeout: 3600,
};

/** VGG-11 (Simonyan & Zisserman 2015, table 1, A) without normalization. */
export const vgg11 = {
  model: { kind: 'vgg', blocks: [[64], [128], [256, 256], [512, 512], [512, 512]], dense: 512 },
  data,
  loss: 'cross-entropy',
  trainer,
} as const;

/** ResNet-56: three stages of nine basic blocks (He, Zhang, Ren & Sun 2016, section 4.2). */
export const resnet56 = {
  model: { kind: 'resnet', channels: [16, 32, 64], blocksPerStage: 9, normalization: 'batch' },
  data,
  loss: 'cross-entropy',
  trainer,
} as const;

/** Tr(H) of the training loss, by Hutchinson's estimate in PyTorch. */
export const hessianTrace = { kind: 'reported', metric: 'hessianTrace', name: 'hessianTrace' } as const;

/** Tr(H)·‖θ‖², which does not depend on the scale of weights that a normalization follows. */
export const scaledTrace = { kind: 'reported', metric: 'scaledTrace', name: 'scaledTrace' } as const;
