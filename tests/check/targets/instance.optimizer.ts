import * as tf from '@tensorflow/tfjs';

export default tf.train.momentum(0.1, 0.9);
