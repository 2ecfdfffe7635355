export default {
  kind: 'reader',
  init: () => ({}),
  update: ({ parameters }: { parameters: object }) => ({ parameters: {}, state: parameters }),
};
