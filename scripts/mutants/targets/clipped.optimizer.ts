export default {
  kind: 'heavy-ball',
  momentum: 0.9,
  weightDecay: { kind: 'coupled', rate: 0.01 },
  clip: { kind: 'global-norm', limit: 1 },
};
