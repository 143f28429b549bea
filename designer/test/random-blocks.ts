import fc from 'fast-check'
import { writeModel, type Block, type BlockModel } from '../bench/block-xml.ts'

/*
 * Random block-structured models as BPMN files: tasks with documentation, unknown extension elements and lanes, events on
 * borders, gateways whose ways meet again, end or lead back to any step before them, sub-processes; with or without `incoming` and `outgoing`.
 */

const { blocks } = fc.letrec<{ blocks: Block[]; block: Block; branch: Block[] }>((tie) => ({
  blocks: fc.array(tie('block'), { maxLength: 4, depthIdentifier: 'block' }),
  branch: fc.array(tie('block'), { maxLength: 2, depthIdentifier: 'block' }),
  block: fc.oneof(
    { depthIdentifier: 'block', depthSize: 'small', maxDepth: 4 },
    fc.record({
      kind: fc.constant('task' as const),
      type: fc.constantFrom('userTask', 'serviceTask', 'businessRuleTask', 'manualTask', 'intermediateThrowEvent'),
      name: fc.constantFrom('受理', '审查', '"决定" & <送达>', ''),
      extra: fc.integer({ min: 0, max: 7 }),
      timer: fc.option(tie('branch'), { nil: null, freq: 4, depthIdentifier: 'block' }),
    }),
    fc.record({
      kind: fc.constant('split' as const),
      type: fc.constantFrom('exclusiveGateway', 'parallelGateway', 'inclusiveGateway'),
      branches: fc.array(tie('branch'), { minLength: 2, maxLength: 3, depthIdentifier: 'block' }),
      ended: fc.boolean(),
      backs: fc.array(fc.record({ branch: fc.integer({ min: 1, max: 2 }), to: fc.nat(20) }), { maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant('sub' as const), blocks: tie('blocks') }),
  ),
}))

export const randomModel: fc.Arbitrary<BlockModel> = fc
  .record({ blocks, ends: fc.boolean(), lanes: fc.boolean(), shuffled: fc.boolean() })
  .map(({ blocks: made, ends, lanes, shuffled }) => writeModel(made, { ends, lanes, shuffled }))
