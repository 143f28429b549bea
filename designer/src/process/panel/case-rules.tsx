import { Button, Collapse } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useDesk } from '../desk.ts'
import type { MatterLike } from '../draft.ts'
import { isA, listOf, type Moddle } from '../model/moddle.ts'
import { Choice, CommitNumber, Field } from './field.tsx'
import { ReadersField } from './readers-field.tsx'

type Set = (change: (before: MatterLike) => MatterLike) => void

/** What holds for every case besides its steps: who may be told, how often it is urged, who else takes part. Folded. */
export function CaseRules({ set }: { set: Set }) {
  const { matter, known, readOnly } = useDesk()
  const own = known.forms.find(({ key }) => key === matter.applicationForm)?.fields ?? []
  const urge = matter.urge ?? { everyHours: 4, applicantEveryHours: 24 }
  const setUrge = (part: Partial<typeof urge>) => set((before) => ({ ...before, urge: { ...urge, ...part } }))
  const rules = (
    <>
      <Field label="申请人可以抄送" help="提交时可以从这些人员中选择抄送;没有列出的不能选">
        {() => (
          <ReadersField
            label="可选抄送对象"
            value={matter.starterMayCirculate}
            onChange={(starterMayCirculate) => set((before) => withPart(before, 'starterMayCirculate', starterMayCirculate))}
          />
        )}
      </Field>
      <Field label="催办间隔">
        {() => (
          <div className="lianban-sentence">
            工作人员每
            <CommitNumber
              label="工作人员催办间隔"
              value={urge.everyHours}
              max={720}
              disabled={readOnly}
              onCommit={(everyHours) => setUrge({ everyHours })}
            />
            小时、申请人每
            <CommitNumber
              label="申请人催办间隔"
              value={urge.applicantEveryHours}
              max={720}
              disabled={readOnly}
              onCommit={(applicantEveryHours) => setUrge({ applicantEveryHours })}
            />
            小时可以催办一次
          </div>
        )}
      </Field>
      <Field label="涉及金额的字段" help="授权按金额区分时看这个字段">
        {(id) => (
          <Choice
            id={id}
            value={matter.amountField}
            allowClear
            placeholder="没有"
            options={own.filter(({ type }) => type === 'number').map(({ path, title }) => ({ value: path, label: title }))}
            disabled={readOnly}
            onChange={(amountField) => set((before) => withPart(before, 'amountField', amountField))}
          />
        )}
      </Field>
      <Parties set={set} />
      <Messages set={set} />
    </>
  )
  return <Collapse ghost size="small" items={[{ key: 'rules', label: '抄送、催办、参与单位和消息', children: rules }]} />
}

function withPart(matter: MatterLike, part: string, value: unknown): MatterLike {
  const { [part]: _, ...rest } = matter
  return value === undefined ? rest : { ...rest, [part]: value }
}

const ROLES = [
  { value: 'lead', label: '牵头单位' },
  { value: 'coop', label: '配合单位' },
  { value: 'payee', label: '收款单位' },
  { value: 'disposal', label: '处置单位' },
]

/** Other organs of every case; who is paid or disposes may not judge. */
function Parties({ set }: { set: Set }) {
  const { matter, known, readOnly } = useDesk()
  const parties = matter.parties ?? []
  const organs = known.organs.map(({ id, name }) => ({ value: id, label: name }))
  const write = (next: typeof parties) => set((before) => withPart(before, 'parties', next.length > 0 ? next : undefined))
  return (
    <Field label="参与单位" help="收款单位、处置单位的人员按分离要求回避">
      {() => (
        <>
          {parties.map((party, index) => (
            <div key={index} className="lianban-sentence">
              <Choice
                inline
                label={`第 ${index + 1} 个参与单位`}
                value={party.organ}
                options={organs}
                disabled={readOnly}
                onChange={(organ) => organ && write(parties.map((one, at) => (at === index ? { ...one, organ } : one)))}
              />
              为
              <Choice
                inline
                label={`第 ${index + 1} 个参与单位的身份`}
                value={party.role}
                options={ROLES}
                disabled={readOnly}
                onChange={(role) => role && write(parties.map((one, at) => (at === index ? { ...one, role } : one)))}
              />
              <Button
                size="small"
                type="text"
                danger
                aria-label={`删除第 ${index + 1} 个参与单位`}
                icon={<DeleteOutlined />}
                disabled={readOnly}
                onClick={() => write(parties.filter((_, at) => at !== index))}
              />
            </div>
          ))}
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            disabled={readOnly || organs.length === 0}
            onClick={() => write([...parties, { role: 'coop', organ: organs[0]!.value }])}
          >
            加参与单位
          </Button>
        </>
      )}
    </Field>
  )
}

const MESSAGES = [
  { key: 'supplement', title: '申请人补正后' },
  { key: 'suspensionEnded', title: '特别程序结束后' },
  { key: 'extension', title: '申请延期后' },
  { key: 'hearing', title: '申请听证后' },
  { key: 'statement', title: '陈述申辩后' },
] as const

/** Which waiting event of the model goes on when something arrives. */
function Messages({ set }: { set: Set }) {
  const { model, matter, readOnly } = useDesk()
  const names = [...new Set([...model.elements.values()].flatMap(messageOf))].map((value) => ({ value, label: value }))
  const messages = (matter.messages as Record<string, string | undefined> | undefined) ?? {}
  return MESSAGES.filter(({ key }) => names.length > 0 || messages[key] !== undefined).map(({ key, title }) => (
    <Field key={key} label={`${title}继续的等待`}>
      {(id) => (
        <Choice
          id={id}
          value={messages[key]}
          allowClear
          placeholder="没有"
          options={names}
          disabled={readOnly}
          onChange={(name) => {
            const { [key]: _, ...rest } = messages
            set((before) => ({ ...before, messages: name === undefined ? rest : { ...rest, [key]: name } }))
          }}
        />
      )}
    </Field>
  ))
}

/** Names of the messages that an event waits for or begins with. */
const messageOf = (element: Moddle): string[] =>
  isA(element, 'bpmn:CatchEvent')
    ? listOf(element, 'eventDefinitions').flatMap((definition) => definition.get<Moddle | undefined>('messageRef')?.name ?? [])
    : []
