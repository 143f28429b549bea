import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { checkPlan, generatePlan, type MigrationInstruction, type MigrationPlan, type MigrationProblem } from '../core/migration-plan.ts'
import type { ExecutableProcess } from '../model/executable.ts'
import { BODY_SUFFIX } from '../model/activity-types.ts'
import { answerBatch, doAll } from './batch.ts'
import { answer, answerNothing, type Rest } from './context.ts'
import { invalidRequest, RestError } from './errors.ts'
import { readBody, typedValues } from './input.ts'
import { selectedInstances, selection } from './selected-instances.ts'
import { refuseSkipping } from './start.ts'

const MAX_INSTRUCTIONS = 5000

const Instruction = z.strictObject({
  sourceActivityIds: z.array(z.string()).length(1),
  targetActivityIds: z.array(z.string()).length(1),
  updateEventTrigger: z.boolean().nullish(),
})
const Plan = z.strictObject({
  sourceProcessDefinitionId: z.string(),
  targetProcessDefinitionId: z.string(),
  instructions: z.array(Instruction).max(MAX_INSTRUCTIONS),
  variables: typedValues.nullish(),
})
const Generate = z.strictObject({
  sourceProcessDefinitionId: z.string(),
  targetProcessDefinitionId: z.string(),
  updateEventTriggers: z.boolean().nullish(),
  variables: typedValues.nullish(),
})
const Execute = z.strictObject({
  ...selection,
  migrationPlan: Plan,
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
})

type WirePlan = z.output<typeof Plan>
type WireInstruction = z.output<typeof Instruction>

/** Running instances of one definition become instances of another. */
export function migrationRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  router.post('/migration/generate', async (ctx) => {
    const { sourceProcessDefinitionId, targetProcessDefinitionId, updateEventTriggers, variables } = readBody(ctx, Generate)
    refuseVariables(variables)
    const { source, target } = await processesOf(ctx, rest, sourceProcessDefinitionId, targetProcessDefinitionId)
    answer(ctx, presentPlan(generatePlan(source, target, updateEventTriggers ?? false), source))
  })
  router.post('/migration/validate', async (ctx) => {
    const plan = readBody(ctx, Plan)
    const { source, target } = await processesOf(ctx, rest, plan.sourceProcessDefinitionId, plan.targetProcessDefinitionId)
    answer(ctx, reportOf(plan, checkPlan(source, target, readPlan(plan))))
  })
  const prepared = async (ctx: Context) => {
    const { migrationPlan, skipCustomListeners, skipIoMappings, ...selected } = readBody(ctx, Execute)
    refuseSkipping({ skipCustomListeners, skipIoMappings })
    const { source, target } = await processesOf(
      ctx,
      rest,
      migrationPlan.sourceProcessDefinitionId,
      migrationPlan.targetProcessDefinitionId,
    )
    const plan = readPlan(migrationPlan)
    const problems = checkPlan(source, target, plan)
    if (problems.length > 0) throw invalidPlan(migrationPlan, problems)
    const migrate = (instanceId: string) => engine.migrate({ tenantId: tenantOf(ctx), instanceId, plan, actor: actorOf(ctx) })
    return { ids: await selectedInstances(ctx, rest, selected), migrate }
  }
  router.post('/migration/execute', async (ctx) => {
    const { ids, migrate } = await prepared(ctx)
    await doAll(ids, migrate)
    answerNothing(ctx)
  })
  router.post('/migration/executeAsync', async (ctx) => {
    const { ids, migrate } = await prepared(ctx)
    await answerBatch(ctx, rest, 'instance-migration', ids, migrate)
  })
}

async function processesOf(
  ctx: Context,
  { engine, tenantOf }: Rest,
  sourceId: string,
  targetId: string,
): Promise<{ source: ExecutableProcess; target: ExecutableProcess }> {
  const find = async (id: string, what: string) => {
    if (!(await engine.definitions.get(tenantOf(ctx), id))) throw invalidRequest(`${what} process definition with id ${id} does not exist`)
    return engine.definitions.process(tenantOf(ctx), id)
  }
  return { source: await find(sourceId, 'Source'), target: await find(targetId, 'Target') }
}

/** Camunda names the body of a loop apart; here it is one element, mapped once. */
function readPlan({ sourceProcessDefinitionId, targetProcessDefinitionId, instructions, variables }: WirePlan): MigrationPlan {
  refuseVariables(variables)
  const read = instructions.filter(
    ({ sourceActivityIds: [source] }, i) =>
      !isBody(source!) || !instructions.some((other, j) => i !== j && other.sourceActivityIds[0] === elementOf(source!)),
  )
  return {
    sourceDefinitionId: sourceProcessDefinitionId,
    targetDefinitionId: targetProcessDefinitionId,
    instructions: read.map(({ sourceActivityIds: [source], targetActivityIds: [target], updateEventTrigger }): MigrationInstruction => ({
      source: elementOf(source!),
      target: elementOf(target!),
      ...(updateEventTrigger && { updateEventTrigger }),
    })),
  }
}

const isBody = (id: string): boolean => id.endsWith(BODY_SUFFIX)
const elementOf = (id: string): string => (isBody(id) ? id.slice(0, -BODY_SUFFIX.length) : id)

function presentPlan({ sourceDefinitionId, targetDefinitionId, instructions }: MigrationPlan, source: ExecutableProcess) {
  const wire = ({ source: from, target: to, updateEventTrigger }: MigrationInstruction, suffix = '') => ({
    sourceActivityIds: [`${from}${suffix}`],
    targetActivityIds: [`${to}${suffix}`],
    updateEventTrigger: updateEventTrigger ?? false,
  })
  return {
    sourceProcessDefinitionId: sourceDefinitionId,
    targetProcessDefinitionId: targetDefinitionId,
    instructions: instructions.flatMap((one) =>
      source.nodes[one.source]?.loop?.type === 'multiInstance' ? [wire(one, BODY_SUFFIX), wire(one)] : [wire(one)],
    ),
    variables: null,
  }
}

function reportOf({ instructions }: WirePlan, problems: MigrationProblem[]) {
  const failuresOf = (instruction: WireInstruction) =>
    problems
      .filter((problem) => problem.instruction !== null && problem.instruction.source === elementOf(instruction.sourceActivityIds[0]!))
      .map(({ message }) => message)
  const reports = instructions.map((instruction) => ({
    instruction: { ...instruction, updateEventTrigger: instruction.updateEventTrigger ?? false },
    failures: failuresOf(instruction),
  }))
  return { instructionReports: reports.filter(({ failures }) => failures.length > 0), variableReports: {} }
}

function invalidPlan(plan: WirePlan, problems: MigrationProblem[]): RestError {
  const message = `Migration plan for process definition '${plan.sourceProcessDefinitionId}' to '${plan.targetProcessDefinitionId}' is not valid: ${problems.map((problem) => problem.message).join('; ')}`
  return new RestError(400, 'MigrationPlanValidationException', message, { validationReport: reportOf(plan, problems) })
}

function refuseVariables(variables: object | null | undefined): void {
  if (variables && Object.keys(variables).length > 0)
    throw invalidRequest('variables of a migration plan are not supported: set them on the instances')
}
