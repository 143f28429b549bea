import { FormProvider, observer } from '@formily/react'
import {
  type FieldAccess,
  type FieldProblem,
  type FormSchema,
  type FormValues,
  isStepped,
  type OptionsSource,
  sectionsOf,
} from '@lianban/forms'
import { Button, ConfigProvider, theme } from 'antd'
import { forwardRef, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { EnvironmentContext, type UploadFile } from './context.ts'
import { ErrorSummary } from './error-summary.tsx'
import { focusWhenSeen } from './focus.ts'
import { toFormilySchema } from './formily-schema.ts'
import { zhCN } from './locale.ts'
import { SchemaField } from './schema-field.ts'
import { FormSession } from './session.ts'
import { StepBar } from './step-bar.tsx'
import { useNarrow } from './use-place.ts'

export interface LianbanFormProps {
  /** Checked (checkSchema). A schema of another identity starts the form anew. */
  schema: FormSchema
  /** What is there already; the schema's defaults when left out. Read once. */
  initialValues?: FormValues
  /** The rights of this person at this step; without it everything may be written. */
  access?: FieldAccess
  readOnly?: boolean
  /** Labels above the inputs (applicants, phones) or to the left of them (desks). @default 'above' */
  layout?: 'above' | 'left'
  /** Sections under each other, or one at a time with 上一步 and 下一步, which a form with Steps always is. @default 'cards' */
  sections?: 'cards' | 'steps'
  /** Called with checked values of what may be written. Until it settles, a second click does nothing. It should not reject. */
  onSubmit?: (values: FormValues) => void | Promise<void>
  /** Called after every change with the values as they would be handed in: for drafts. */
  onValuesChange?: (values: FormValues) => void
  uploadFile?: UploadFile
  /** Where a file can be looked at. */
  fileUrl?: (fileId: string) => string
  /** Where options come from that the schema only names; without it they cannot be chosen. Read once. */
  optionsSource?: OptionsSource
  /** What the server found wrong; a new array is shown at once, at the fields and at the top. */
  problems?: FieldProblem[]
  /** Text of the button that hands in; without it there is none, and the page calls `submit` of the handle. */
  submitText?: string
  /** Epoch milliseconds. @default Date.now */
  clock?: () => number
}

/** What a page can do with the form. */
export interface LianbanFormHandle {
  /** As the button does: checks, shows what is wrong or calls onSubmit. True when onSubmit was called and settled. */
  submit: () => Promise<boolean>
  /** The values as they would be handed in now, checked or not. */
  values: () => FormValues
  /** Checks everything and shows what is wrong. Null, or the values to hand in. */
  check: () => FormValues | null
  /** Brings a field into sight and puts the cursor into it. */
  focus: (path: string) => void
}

/** A form to be filled in, drawn from the same schema that the server checks. */
export const LianbanForm = forwardRef<LianbanFormHandle, LianbanFormProps>((props, ref) => {
  const { schema, access, readOnly = false } = props
  const key = useIdentity(schema, `${readOnly} ${JSON.stringify(access)}`)
  return (
    <ConfigProvider locale={zhCN}>
      <FormBody key={key} {...props} handle={ref} />
    </ConfigProvider>
  )
})
LianbanForm.displayName = 'LianbanForm'

/** A number that changes when the form has to be started anew. */
function useIdentity(schema: FormSchema, rest: string): number {
  const [seen, setSeen] = useState({ schema, rest, key: 0 })
  if (seen.schema === schema && seen.rest === rest) return seen.key
  setSeen({ schema, rest, key: seen.key + 1 })
  return seen.key + 1
}

type FormBodyProps = LianbanFormProps & { handle: React.ForwardedRef<LianbanFormHandle> }

const FormBody = observer((props: FormBodyProps) => {
  const { schema, layout = 'above', uploadFile, fileUrl, problems, submitText, handle } = props
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const [session] = useState(() => newSession(props))
  const formily = useMemo(() => toFormilySchema(schema, session), [schema, session])
  const root = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)
  const [listed, setListed] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const steps = useSteps(session, !props.readOnly && (props.sections === 'steps' || isStepped(schema)))

  /** Lists what is wrong at the top and goes there. */
  function report() {
    setListed(session.problems.map((it) => it.path))
    requestAnimationFrame(() => {
      summary.current?.scrollIntoView({ block: 'start' })
      summary.current?.focus({ preventScroll: true })
    })
  }

  function check(): FormValues | null {
    const values = session.submit()
    if (values === null) report()
    else setListed([])
    return values
  }

  async function submit(): Promise<boolean> {
    // Two clicks may come before React has drawn the first: the state alone would let the second through.
    if (running.current) return false
    const values = check()
    if (values === null) return false
    running.current = true
    setBusy(true)
    try {
      await props.onSubmit?.(values)
    } finally {
      running.current = false
      setBusy(false)
    }
    return true
  }

  function jump(path: string) {
    steps.show(path)
    session.reveal(path)
    if (root.current) focusWhenSeen(root.current, path)
  }

  function next() {
    if (session.submit((field) => steps.contains(field.containers)) === null) return report()
    setListed([])
    steps.go(steps.index + 1, root.current)
  }

  useImperativeHandle(handle, () => ({ submit, check, values: () => session.values(), focus: jump }))
  useServerProblems(session, problems, report)
  useDrafts(session, props.onValuesChange)

  const { shown } = steps
  const environment = useMemo(() => ({ session, layout, step: shown, uploadFile, fileUrl }), [session, layout, shown, uploadFile, fileUrl])
  // Drawn once: each field follows the session by itself, a keystroke must not draw them all.
  const drawn = useMemo(() => <SchemaField schema={formily} />, [formily])
  return (
    <form
      ref={root}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (steps.last) void submit()
        else next()
      }}
    >
      {steps.shown !== null && <StepBar sections={steps.sections} current={steps.index} onGo={(index) => steps.go(index, root.current)} />}
      <ErrorSummary box={summary} session={session} listed={listed} onJump={jump} />
      <EnvironmentContext.Provider value={environment}>
        <FormProvider form={session.form}>{drawn}</FormProvider>
      </EnvironmentContext.Provider>
      {(submitText !== undefined || !steps.last) && (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: token.marginSM, marginTop: token.marginXS }}>
          {steps.index > 0 && (
            <Button size="large" onClick={() => steps.go(steps.index - 1, root.current)}>
              上一步
            </Button>
          )}
          <Button type="primary" size="large" htmlType="submit" loading={busy} style={narrow ? { flex: 1 } : { minWidth: 120 }}>
            {steps.last ? submitText : '下一步'}
          </Button>
        </div>
      )}
    </form>
  )
})

function newSession({ schema, initialValues, access, readOnly, optionsSource, clock = Date.now }: LianbanFormProps): FormSession {
  return new FormSession({ schema, initialValues, access, readOnly, optionsSource, clock })
}

/** Shows a new list of server problems once. */
function useServerProblems(session: FormSession, problems: FieldProblem[] | undefined, report: () => void) {
  const [shown, setShown] = useState<FieldProblem[]>()
  if (problems !== shown) setShown(problems)
  const latest = useRef(report)
  useEffect(() => {
    latest.current = report
  })
  useEffect(() => {
    session.setServerProblems(shown ?? [])
    if (shown && shown.length > 0) latest.current()
  }, [session, shown])
}

function useDrafts(session: FormSession, onValuesChange: LianbanFormProps['onValuesChange']) {
  useEffect(() => (onValuesChange ? session.onChange(onValuesChange) : undefined), [session, onValuesChange])
}

/** The sections as steps: those that are visible now, and the one that is shown. */
function useSteps(session: FormSession, wanted: boolean) {
  const [path, setPath] = useState<string | null>(null)
  const sections = wanted ? sectionsOf(session.schema).filter((it) => session.result.visible[it.path] && session.hasFields(it.path)) : []
  const index = Math.max(
    0,
    sections.findIndex((it) => it.path === path),
  )
  const current = sections[index]?.path ?? null
  return {
    sections,
    index,
    shown: current,
    last: index >= sections.length - 1,
    contains: (containers: string[]) => current !== null && containers.includes(current),
    show: (field: string) => {
      const home = session.containersOf(field)
      const target = sections.find((it) => home.includes(it.path))
      if (target) setPath(target.path)
    },
    go: (to: number, root: HTMLElement | null) => {
      const target = sections[to]
      if (!target) return
      setPath(target.path)
      requestAnimationFrame(() => {
        root?.scrollIntoView({ block: 'start' })
        root?.querySelector<HTMLElement>(`[id="section-${target.path}"]`)?.focus({ preventScroll: true })
      })
    },
  }
}
