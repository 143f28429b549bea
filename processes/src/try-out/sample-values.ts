import type { FormValues, OptionsQuery } from '@lianban/forms'
import { isWorkday } from '../clock/index.ts'
import { diceOf, fillIn } from '../filling/index.ts'
import type { Setup } from './setup.ts'
import type { FormShown } from './view.ts'

/** What stands for an uploaded file. */
const SAMPLE_BYTES = 1024

/**
 * Values with which a form is good: “用示例数据填写”. Codes have their check characters, days are after today, choices are the first
 * as a rule, people and organs are those of the try-out.
 * @param offered options of dictionaries and data services, which only the county has
 * @param now epoch milliseconds   @param seed another one gives other values
 */
export function sampleValues(
  setup: Setup,
  { schema, access, values }: FormShown,
  now: number,
  { seed = 0, offered = () => [] }: { seed?: string | number; offered?: (query: OptionsQuery) => string[] } = {},
): FormValues {
  const { matter, people, calendar } = setup
  const choices = (query: OptionsQuery): string[] => {
    if ('users' in query) return people.holders(query.users.organ ?? matter.matter.organ, query.users.post ?? 'handler').map(({ id }) => id)
    if ('organs' in query) return [matter.matter.organ]
    return 'regions' in query ? [setup.region] : offered(query)
  }
  const filled = fillIn(
    { schema, access, values },
    {
      ...{ dice: diceOf('try-out', matter.matter.key, seed), now, choices },
      answers: distinctPeople(setup, schema),
      favoursFirst: true,
      isWorkday: (day) => isWorkday(day, calendar),
      file: (accept) => ({ fileId: 'sample', name: `样例${accept}`, size: SAMPLE_BYTES }),
    },
  )
  return filled as FormValues
}

/** Fields that must name different persons name them in turn. */
function distinctPeople({ matter }: Setup, schema: FormShown['schema']) {
  const groups = Object.values(matter.matter.tasks).flatMap(({ distinct = [] }) => distinct)
  const named = groups
    .flatMap((fields) => fields.map((field, index) => [field, index] as const))
    .filter(([field]) => schema.properties[field])
  return Object.fromEntries(
    named.map(([field, index]) => [field, ({ options }: { options: readonly (string | number)[] }) => options[index] ?? options[0]]),
  )
}
