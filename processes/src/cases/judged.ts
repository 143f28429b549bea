import type { JsonValue } from '@lianban/engine'
import { answersIn, type FormSchema, type KnownOptions } from '@lianban/forms'
import type { ActionManifest, TaskManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { actionInvalid, opinionRequired } from './errors.ts'
import { checkChangedForm, checkNewForm, refuseProblems, under } from './forms.ts'
import type { StepRecord } from './get-case.ts'
import { actionSchema } from './step-schema.ts'

/* What of a step can be judged by the matter alone, before anything is taken: pure, for the case service and the try-out alike. */

/** What a person hands in with an action. */
export interface Given {
  opinion?: string
  /** The step's own form. */
  form?: Record<string, unknown>
  /** The action's own fields. */
  fields?: Record<string, unknown>
}

export interface Judged {
  opinion: string | null
  fields: Record<string, unknown>
  form: Record<string, unknown>
  record: StepRecord
  /** Values of the step's form that gateways and assignments read. */
  variables: Record<string, JsonValue>
}

/** @throws CaseError ACTION_INVALID if the step has no such action */
export function actionOf(manifest: TaskManifest, key: string, stepName: string): ActionManifest {
  const action = manifest.actions.find((one) => one.key === key)
  if (!action) throw actionInvalid(stepName)
  return action
}

/**
 * Fields, form and opinion as the action asks for them.
 * @param step.options of the county's tables that form and fields name
 * @param step.schema the step's form with its people (see `stepSchema`); null where the action asks for none
 * @throws CaseError FORM_INVALID, FIELD_NOT_WRITABLE, UNKNOWN_FIELD, OPINION_REQUIRED
 */
export function judged(
  step: {
    matter: Matter
    manifest: TaskManifest
    action: ActionManifest
    schema: FormSchema | null
    /** What the form says already, where it is the application that the step changes. */
    stored?: Record<string, unknown>
    options?: KnownOptions | 'unsure'
  },
  given: Given,
  now: number,
): Judged {
  const { manifest, action, schema } = step
  const opinion = given.opinion?.trim() || null
  const fields = checkedFields(step, given.fields ?? {}, now)
  const values = checkedForm(step, given.form ?? {}, now)
  if (action.opinion === 'required' && opinion === null) throw opinionRequired(action.label)
  const form = schema === null ? undefined : { key: manifest.form!, values }
  return {
    ...{ opinion, fields, form: values },
    record: { ...(form && { form }), ...(action.fields !== undefined && { fields }) },
    variables: schema === null ? {} : stepVariables(schema, manifest, values),
  }
}

/** What of a step's form becomes variables of the process. */
export function stepVariables(schema: FormSchema, { variables = [] }: TaskManifest, values: Record<string, unknown>): Judged['variables'] {
  if (variables.length === 0) return {}
  const answers = answersIn(schema, values)
  return Object.fromEntries(variables.map((name) => [name, (answers[name] ?? null) as JsonValue]))
}

type Step = Parameters<typeof judged>[0]

function checkedFields({ matter, action, options }: Step, fields: Record<string, unknown>, now: number): Record<string, unknown> {
  if (action.fields === undefined) {
    refuseProblems(unexpected('fields', fields))
    return {}
  }
  const checked = checkNewForm(actionSchema({ matter }, action.fields), fields, { '*': 'write' }, now, options)
  refuseProblems(under('fields', checked.problems))
  return checked.values
}

function checkedForm(
  { manifest, schema, stored = {}, options }: Step,
  form: Record<string, unknown>,
  now: number,
): Record<string, unknown> {
  if (schema === null) {
    refuseProblems(unexpected('form', form))
    return {}
  }
  const checked = checkChangedForm(schema, stored, form, manifest.formAccess ?? { '*': 'write' }, now, options)
  refuseProblems(checked.problems)
  return checked.values
}

const unexpected = (path: string, values: Record<string, unknown>) =>
  Object.keys(values).map((name) => ({
    path: `${path}.${name}`,
    code: 'UNKNOWN_FIELD',
    message: '本环节没有这个字段,内容未保存,请刷新页面后重新办理',
  }))
