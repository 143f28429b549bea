import { expect, test } from 'vitest'
import { readInstructions, readStartInstructions } from './modifications.ts'

test('each instruction means what Camunda means by it', () => {
  expect(
    readInstructions([
      { type: 'cancel', activityId: 'A' },
      { type: 'cancel', activityInstanceId: 'A:instance:4' },
      { type: 'cancel', transitionInstanceId: 'instance:5' },
      { type: 'startBeforeActivity', activityId: 'B#multiInstanceBody', ancestorActivityInstanceId: 'Sub:instance:7' },
      { type: 'startAfterActivity', activityId: 'B', ancestorActivityInstanceId: 'instance' },
      {
        type: 'startTransition',
        transitionId: 'F',
        variables: { days: { value: '3', type: 'Integer' }, note: { value: 'x', type: 'String', local: true } },
      },
    ]),
  ).toEqual([
    { type: 'cancelAll', elementId: 'A' },
    { type: 'cancel', tokenId: 'instance:4' },
    { type: 'cancel', tokenId: 'instance:5' },
    { type: 'startBefore', elementId: 'B', ancestorId: 'instance:7', variables: {}, localVariables: {} },
    { type: 'startAfter', elementId: 'B', ancestorId: 'instance', variables: {}, localVariables: {} },
    {
      type: 'startTransition',
      flowId: 'F',
      variables: { days: { value: 3, type: 'Integer' } },
      localVariables: { note: { value: 'x', type: 'String' } },
    },
  ])
})

test.each([
  [{ type: 'cancel' as const }, 'exactly one'],
  [{ type: 'cancel' as const, activityId: 'A', activityInstanceId: 'A:i:1' }, 'exactly one'],
  [{ type: 'startBeforeActivity' as const }, "'activityId' must be set"],
  [{ type: 'startTransition' as const, activityId: 'A' }, "'transitionId' must be set"],
])('%j does not say where', (instruction, message) => {
  expect(() => readInstructions([instruction])).toThrow(message)
})

test('an instance that has not begun has nothing to cancel', () => {
  expect(() => readStartInstructions([{ type: 'cancel', activityId: 'A' }])).toThrow('nothing runs yet')
  expect(() => readInstructions([])).toThrow('must not be empty')
})
