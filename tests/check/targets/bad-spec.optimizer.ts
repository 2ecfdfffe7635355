export default { kind: 'heavy-ball', momentum: 2 };
