import type { PromisedRecord } from '../cases/duties/promised.ts'
import type { Missing } from '../cases/effects/outcomes/intake.ts'
import { answersOf } from '../cases/forms.ts'
import { neededMaterials } from '../cases/materials-needed.ts'
import type { MaterialManifest } from '../manifest.ts'
import type { Work } from './work.ts'

/** Materials that the case needs and has not, and that nothing was promised about. */
export function missingIn({
  setup: { matter },
  state,
  file,
}: Pick<Work, 'setup' | 'state' | 'file'>): Missing & { missing: MaterialManifest[] } {
  const promised = state.promise ? (state.promise.promised as PromisedRecord).materials : []
  const there = [...Object.keys(state.materials).filter((key) => state.materials[key]! > 0), ...promised]
  return {
    missing: neededMaterials(matter.matter, { there, answers: answersOf(matter, file.form) }, state.now),
    isPromised: state.promise !== null,
  }
}
