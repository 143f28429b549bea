import { ACTS } from '../cases/licences/acts.ts'
import type { ActionEffect, DocumentKind } from '../manifest.ts'
import { COUNTY_SCHEMES, NumberingError, parseScheme } from '../numbering/index.ts'
import type { CheckedMatter } from './check-package.ts'

/** Documents that an action's effect gives a number to. */
const NUMBERED: Partial<Record<ActionEffect, DocumentKind>> = {
  accept: 'acceptance',
  'request-supplement': 'supplement',
  'not-accept': 'non-acceptance',
  grant: 'grant',
  refuse: 'refusal',
}

/** Numbering schemes are sound, every scheme that the matter names is there, and every document it issues has its type. */
export function checkNumbering({ processPackage, matter, report }: CheckedMatter): void {
  const { numbering } = processPackage.manifest
  for (const [name, scheme] of Object.entries(numbering)) {
    try {
      parseScheme(scheme)
    } catch (error) {
      if (!(error instanceof NumberingError)) throw error
      report(`manifest.json /numbering/${name}`, error.code, error.message)
    }
  }
  const place = `manifest.json /matters/${matter.key}`
  for (const name of [...(matter.licence ? [matter.licence.numbering] : []), matter.documentNumbers.numbering ?? 'document'])
    if (!Object.hasOwn(numbering, name) && !Object.hasOwn(COUNTY_SCHEMES, name))
      report(place, 'NUMBER_SCHEME_MISSING', `there is no numbering scheme ${name}`)
  const types = Object.entries(matter.documentNumbers.types)
  for (const [kind, type] of types)
    if (types.some(([other, same]) => other < kind && same === type))
      report(`${place}/documentNumbers/types/${kind}`, 'DOCUMENT_TYPE_TWICE', `type ${type} stands for another kind of document too`)
  for (const [id, { actions }] of Object.entries(matter.tasks)) {
    for (const { key, effect } of actions) {
      const kind = effect === 'grant' && matter.licenceAct ? ACTS[matter.licenceAct.act].paper : effect && NUMBERED[effect]
      if (kind && matter.documentNumbers.types[kind] === undefined)
        report(`${place}/tasks/${id}`, 'DOCUMENT_TYPE_MISSING', `action ${key} issues a document, documentNumbers.types has no ${kind}`)
    }
  }
}
