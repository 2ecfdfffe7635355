import * as tf from '@tensorflow/tfjs';

export default tf.train.sgd(0.1);
