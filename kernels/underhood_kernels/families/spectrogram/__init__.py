"""Spectrogram: result[f, k] = |Σⱼ window[j] · signal[f·hop + j] · exp(−2πi·jk/n)|², the power of a frame's frequencies.

Signal and window are float32 vectors, n is the window's length and hop a whole number; frames lie wholly inside the
signal: there are 1 + ⌊(len(signal) − n) / hop⌋ of them, or none. Of a real frame's n frequencies the n // 2 + 1 from 0
on say all, so that the result is a float32 matrix of shape (frames, n // 2 + 1).

Frames are real and transforms complex, so two frames, the 2p-th and the one after it, may share a transform, which
costs a little precision: errors are relative to the louder one. A NaN or an infinity makes the frames that meet it NaN
or infinite, and perhaps the one that shares their transform.
"""

from underhood_kernels.families.spectrogram.problem import FAMILY

__all__ = ["FAMILY"]
