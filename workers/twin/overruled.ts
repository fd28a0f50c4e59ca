/** `overruled`: predictions, where the rules of a network know better than its fake, which gets files that are made up. */
import type { Prediction } from './predict.ts'
import type { Warning } from './warnings.ts'

/** What the network would refuse as it is needs a person, at its time. */
export function overruled(predictions: readonly Prediction[], warnings: readonly Warning[]): Prediction[] {
  const faults = new Map<string, Warning>()
  for (const warning of warnings)
    if (warning.isFatal && warning.step !== null)
      faults.set(`${warning.postId} ${warning.targetId} ${warning.step}`, warning)
  return predictions.map((prediction) => {
    const { postId, targetId, step, fate, at } = prediction
    const fault = faults.get(`${postId} ${targetId} ${step}`)
    if (fault === undefined || at === null || fate !== 'published') return prediction
    const ask = { at, what: `to change it: ${fault.says}` }
    return { ...prediction, fate: 'needsPerson', publishedAt: null, lateMs: 0, url: null, asks: [ask] }
  })
}
