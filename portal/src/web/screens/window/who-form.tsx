import { App, Button, Input, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { problemsOf, type ApiError } from '../../api/api-error.ts'
import { windowPaths, type RegisteredKind, type AssistedMatter, type ReaderSettings } from '../../api/window.ts'
import { useCardReader } from '../../card-reader/use-card-reader.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import type { Assisted } from './assist-page.tsx'
import { Labelled, LabelledText } from './labelled.tsx'
import { useWho, type Who } from './use-who.ts'

interface Props {
  reader: ReaderSettings
  ticketLabel: string | null
  onReady: (assisted: Assisted) => void
}

/** What is wrong at a place, once it was asked to go on. */
type Shown = (key: string) => string | null

/** Who stands here, for which matter, and whether another stands for him. A card may be read at any moment. */
export function WhoForm({ reader, ticketLabel, onReady }: Props) {
  const { message } = App.useApp()
  const who = useWho(onReady)
  const { wrong, find, begin, activate } = who
  const [isChecked, setChecked] = useState(false)
  const nextButton = useRef<HTMLButtonElement>(null)
  useCardReader({ reader, onCard: who.takeCard, onProblem: (problem) => message.warning(problem) })
  const shown: Shown = (key) => (isChecked ? (wrong[key] ?? null) : null)
  const next = () => {
    setChecked(true)
    const first = Object.keys(wrong).find((key) => wrong[key] !== null)
    if (first) return document.getElementById(`who-${first === 'found' ? 'number' : first}`)?.focus()
    void begin.run()
  }
  const search = () => {
    if (who.wrongNumber) return setChecked(true)
    void find.run(who.number).then((went) => went && nextButton.current?.focus())
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">窗口代办</h1>
        {ticketLabel && (
          <span>
            当前号 <code>{ticketLabel}</code>
          </span>
        )}
      </div>
      <ServerSays error={find.error ?? begin.error ?? activate.error} />
      <div className="assist-columns">
        <ApplicantSection who={who} shown={shown} onSearch={search} />
        <section className="card" aria-label="由谁办理">
          <ProxyFields who={who} shown={shown} />
          <div className="gap-above">
            <Button ref={nextButton} type="primary" loading={begin.busy} onClick={next} data-testid="who-next">
              下一步:填写申请
            </Button>
          </div>
        </section>
      </div>
    </div>
  )
}

const KINDS: { value: RegisteredKind; label: string }[] = [
  { value: 'person', label: '自然人' },
  { value: 'organisation', label: '法人和其他组织' },
]

function ApplicantSection({ who, shown, onSearch }: { who: Who; shown: Shown; onSearch: () => void }) {
  const matters = useResource<{ items: AssistedMatter[] }>(windowPaths.matters)
  const isPerson = who.kind === 'person'
  return (
    <section className="card" aria-label="事项和申请人">
      <h2>事项和申请人</h2>
      <Labelled id="who-matter" label="事项(必填)" problem={shown('matter')}>
        <Select
          id="who-matter"
          className="full"
          showSearch
          autoFocus
          optionFilterProp="label"
          placeholder="输入名称查找"
          value={who.matterKey}
          onChange={who.setMatterKey}
          options={matters.data?.items.map(({ key, name, organName }) => ({ value: key, label: `${name}(${organName})` }))}
          data-testid="who-matter"
        />
      </Labelled>
      <Labelled label="申请人类型">
        <Segmented options={KINDS} value={who.kind} onChange={who.setKind} aria-label="申请人类型" data-testid="who-kind" />
      </Labelled>
      <Labelled
        id="who-number"
        label={isPerson ? '身份证号码(必填)' : '统一社会信用代码(必填)'}
        problem={shown('number') ?? shown('found')}
        help={isPerson ? '可以直接读身份证' : undefined}
      >
        <Input.Search
          id="who-number"
          value={who.number}
          maxLength={18}
          enterButton="查找"
          loading={who.find.busy}
          autoComplete="off"
          onChange={({ target }) => who.setNumber(target.value)}
          onSearch={onSearch}
          data-testid="who-number"
        />
      </Labelled>
      {who.found && <Found who={who} />}
      {who.found === null && <Registration who={who} shown={shown} />}
    </section>
  )
}

function Found({ who: { found, activation, activate } }: { who: Who }) {
  return (
    <p data-testid="who-found">
      <strong>{found!.name}</strong>
      {found!.legalPerson && <> · 法定代表人(负责人){found!.legalPerson}</>}
      {found!.phone && <> · {found!.phone}</>}
      {found!.canActivate && !activation && (
        <Button type="link" size="small" loading={activate.busy} onClick={() => void activate.run()}>
          账户未激活,补发激活码
        </Button>
      )}
      {activation && <span className="quiet"> · 激活码将印在收件凭证上</span>}
    </p>
  )
}

function Registration({ who: { kind, fresh, setFresh }, shown }: { who: Who; shown: Shown }) {
  const isPerson = kind === 'person'
  const field = (key: keyof typeof fresh, label: string) => (
    <LabelledText
      id={`who-${key}`}
      label={`${label}(必填)`}
      value={fresh[key]}
      problem={shown(key)}
      onChange={(value) => setFresh({ ...fresh, [key]: value })}
    />
  )
  return (
    <>
      <p className="quiet" role="status">
        没有这个号码的账户。填写以下内容后登记,申请人凭收件凭证上的激活码自行设置密码。
      </p>
      {field('name', isPerson ? '姓名' : '名称')}
      {!isPerson && field('legalPerson', '法定代表人(负责人)')}
      {field('phone', '手机号码')}
    </>
  )
}

function ProxyFields({ who: { kind, proxy, setProxy }, shown }: { who: Who; shown: Shown }) {
  return (
    <>
      <h2>由谁办理</h2>
      <Segmented
        options={[
          { value: 'self', label: kind === 'person' ? '本人办理' : '法定代表人(负责人)办理' },
          { value: 'proxy', label: '代理人办理' },
        ]}
        value={proxy ? 'proxy' : 'self'}
        onChange={(value) => setProxy(value === 'proxy' ? { name: '', idNumber: '' } : null)}
        aria-label="由谁办理"
        data-testid="who-proxy"
      />
      {proxy && (
        <div className="gap-above">
          <LabelledText
            id="who-proxyName"
            label="代理人姓名(必填)"
            value={proxy.name}
            problem={shown('proxyName')}
            onChange={(name) => setProxy({ ...proxy, name })}
          />
          <LabelledText
            id="who-proxyNumber"
            label="代理人身份证号码(必填)"
            value={proxy.idNumber}
            problem={shown('proxyNumber')}
            maxLength={18}
            onChange={(idNumber) => setProxy({ ...proxy, idNumber })}
          />
          <p className="quiet">须上传授权委托书。代理人记入办件、收件凭证和送达申请人的文书。</p>
        </div>
      )}
    </>
  )
}

/** What the server found wrong, place by place, in its words. */
function ServerSays({ error }: { error: ApiError | null }) {
  const problems = error ? problemsOf(error) : []
  if (problems.length === 0) return <ErrorNote error={error} />
  return (
    <div className="problem-summary gap-below" role="alert">
      <ul className="numbered">
        {problems.map(({ path, message }) => (
          <li key={path}>{message}</li>
        ))}
      </ul>
    </div>
  )
}
