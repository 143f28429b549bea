import { compileExpression, evaluateExpression } from '@lianban/engine'

/**
 * Whether a condition (FEEL) of a manifest holds for an application form. What nothing can be said of because fields were left
 * empty (FEEL: null) does not hold.
 * @param answers the form with what was left empty as well (`answersOf`): a field that is not there is an unknown name
 * @param now ms; what `now()` and `today()` say
 * @throws ExpressionFailure for an unknown name
 */
export const holds = (condition: string, answers: Record<string, unknown>, now: number): boolean =>
  evaluateExpression(compileExpression(condition, 'feel'), { variables: answers, functions: {}, now }) === true
