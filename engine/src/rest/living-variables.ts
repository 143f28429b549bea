import type { Condition } from '@lianban/storage'
import type { Parameter } from './query.ts'
import { variableConditions } from './variable-conditions.ts'

const ALIVE: Condition = { column: 'alive', op: '=', value: 1 }

/** Conditions on variables that are there at this moment; `related` is the relation that holds them. Obeys variableNamesIgnoreCase and variableValuesIgnoreCase. */
export const livingVariables = (related: string): Parameter<'variables'> => ({
  kind: 'variables',
  where: (criteria, all) =>
    criteria.map((criterion) => ({
      related,
      where: [
        ALIVE,
        ...variableConditions(criterion, {
          namesIgnoreCase: all.variableNamesIgnoreCase === true,
          valuesIgnoreCase: all.variableValuesIgnoreCase === true,
        }),
      ],
    })),
})
