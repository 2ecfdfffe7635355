/** Why kernels of TensorFlow.js are no part of programs, by kind of reason. */
const reasons = {
  'programs have no complex numbers': ['Complex', 'ComplexAbs', 'FFT', 'IFFT', 'Imag', 'Real'],
  'it samples at places that the numbers decide': [
    'CropAndResize',
    'MaxPoolWithArgmax',
    'RotateWithOffset',
    'Transform',
  ],
  'the numbers decide how long its output is, or what it finds': [
    'Bincount',
    'DenseBincount',
    'NonMaxSuppressionV3',
    'NonMaxSuppressionV4',
    'NonMaxSuppressionV5',
    'SearchSorted',
    'Unique',
  ],
  'it computes with whole numbers alone': ['BitwiseAnd', 'BroadcastArgs'],
  'it draws inside, where no numbers of the run can come in': ['Multinomial'],
  'programs have no sparse or ragged tensors': [
    'RaggedGather',
    'RaggedRange',
    'RaggedTensorToTensor',
    'SparseFillEmptyRows',
    'SparseReshape',
    'SparseSegmentMean',
    'SparseSegmentSum',
    'SparseToDense',
  ],
  'programs have no strings': ['StaticRegexReplace', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
  'it draws on a canvas': ['Draw'],
  'it is a gradient that tf.grad takes inside the code; those of the loss are made of other kernels': [
    'AvgPool3DGrad',
    'Conv3DBackpropFilterV2',
    'Conv3DBackpropInputV2',
    'DepthwiseConv2dNativeBackpropFilter',
    'DepthwiseConv2dNativeBackpropInput',
    'Dilation2DBackpropFilter',
    'Dilation2DBackpropInput',
    'LRNGrad',
    'MaxPool3DGrad',
    'ResizeBilinearGrad',
    'ResizeNearestNeighborGrad',
  ],
} as const;

const byKernel: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([reason, kernels]) => kernels.map((kernel) => [kernel, reason] as const)),
);

/**
 * Why programs do not cover a kernel of TensorFlow.js; undefined where nothing is known of it.
 *
 * @example whyNotCovered('FFT') // 'programs have no complex numbers'
 */
export const whyNotCovered = (kernel: string): string | undefined => byKernel.get(kernel);
