import { Alert, QRCode } from 'antd'
import type { ReactNode } from 'react'
import { PUBLIC_PLACE, type GuidePlace } from '../../api/guide.ts'
import type { MatterGuide } from '../../api/matters.ts'
import { PrintForm } from '../../components/print-form.tsx'
import { dateText } from '../../time.ts'
import '../applicant/applicant.css'
import { GuideCodes, GuideFacts, GuideFlow, GuideLimits, GuideList, GuideMaterials, GuideSection, SampleLink } from './guide-parts.tsx'
import './guide.css'
import { JointGuide } from './joint-guide.tsx'

interface Part {
  id: string
  title: string
  content: ReactNode
}

/** The guidance of a matter: who may apply, with what, how long it takes, what it costs, what to do against the decision. */
export function GuideView({
  matter,
  place,
  ask,
}: {
  matter: MatterGuide
  place: GuidePlace
  /** Where one asks or complains. */ ask?: ReactNode
}) {
  const parts = partsOf(matter, place, ask)
  return (
    <article className="page guide">
      <div className="page-head">
        <h1 className="grow">{matter.name}</h1>
      </div>
      {matter.closed && <Alert type="warning" showIcon className="gap-below" message={matter.closed} />}
      {matter.nextFrom && !matter.closed && (
        <Alert
          type="info"
          showIcon
          className="gap-below"
          message={`新版办事指南自 ${dateText(matter.nextFrom)}起施行,此前提交的按本版办理`}
        />
      )}
      <div className="guide-columns">
        <nav className="guide-nav no-print" aria-label="本指南的内容">
          {parts.map(({ id, title }) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
        <div>
          {parts.map(({ id, title, content }) => (
            <GuideSection key={id} id={id} title={title}>
              {content}
            </GuideSection>
          ))}
        </div>
      </div>
    </article>
  )
}

function partsOf(matter: MatterGuide, place: GuidePlace, ask: ReactNode): Part[] {
  const { commitment, contact, joint, results } = matter
  const parts: (Part | false | null)[] = [
    joint && { id: 'parts', title: '包括的事项', content: <JointGuide joint={joint} place={place} /> },
    { id: 'basics', title: '基本情况', content: <GuideFacts facts={basics(matter)} /> },
    { id: 'conditions', title: '申请条件', content: <GuideList items={matter.conditions} numbered /> },
    {
      id: 'materials',
      title: '申请材料',
      content: (
        <>
          <GuideMaterials matter={matter} />
          <p className="gap-above no-print">
            <PrintForm form={{ schema: matter.form.schema, values: {}, access: {} }} caption={matter.name} label="打印空白申请表" />
          </p>
        </>
      ),
    },
    { id: 'steps', title: '办理流程', content: <GuideFlow steps={matter.steps} /> },
    { id: 'limits', title: '办理期限', content: <GuideLimits matter={matter} /> },
    commitment && { id: 'commitment', title: '告知承诺', content: <Commitment commitment={commitment} /> },
    {
      id: 'fees',
      title: '收费标准',
      content: (
        <GuideFacts
          facts={[
            ['收费', matter.fees],
            ['收费依据', matter.feesBasis],
          ]}
        />
      ),
    },
    results.length > 0 && {
      id: 'results',
      title: '办理结果',
      content: (
        <ul className="numbered">
          {results.map(({ name, kind, sample }) => (
            <li key={name}>
              {name}({kind}) {sample && <SampleLink matterKey={matter.key} name={sample} text={`查看${name}样例`} />}
            </li>
          ))}
        </ul>
      ),
    },
    { id: 'basis', title: '设定依据', content: <GuideList items={matter.basis} /> },
    { id: 'remedies', title: '救济途径', content: <p>{matter.remedies}</p> },
    {
      id: 'contact',
      title: '地点和咨询',
      content: (
        <>
          {contact && <GuideFacts facts={contactFacts(contact)} />}
          {ask && <p className="gap-above no-print">{ask}</p>}
        </>
      ),
    },
    { id: 'codes', title: '编码和版本', content: <GuideCodes codes={codes(matter)} version={versionText(matter)} /> },
    { id: 'qr', title: '手机查看', content: <GuideQr matter={matter} /> },
  ]
  return parts.filter((part): part is Part => Boolean(part))
}

function Commitment({ commitment }: { commitment: NonNullable<MatterGuide['commitment']> }) {
  return (
    <>
      <p>
        {commitment.applies},可以选择告知承诺:对下列条件作出承诺后当场决定。{commitment.checkText}。
      </p>
      <GuideList items={commitment.conditions} numbered />
      <p>{commitment.consequence}</p>
      <p className="quiet">依据:{commitment.basis}</p>
    </>
  )
}

/** The address that anyone may open, on paper too. */
function GuideQr({ matter }: { matter: MatterGuide }) {
  const address = `${location.origin}${PUBLIC_PLACE.base}/${matter.key}`
  return (
    <div className="guide-code">
      <QRCode value={address} size={116} type="svg" bordered={false} color="#000000" bgColor="#ffffff" aria-label="本指南的二维码" />
      <span className="quiet break">
        扫码查看本指南,不需要登录。
        <br />
        {address}
      </span>
    </div>
  )
}

type Facts = [string, string | null][]

const basics = (matter: MatterGuide): Facts => [
  [matter.joint ? '牵头部门' : '实施主体', matter.organName],
  ['事项类型', matter.kind],
  ['行使层级', matter.level],
  ['办件类型', matter.joint ? null : matter.handlingText],
  ['承诺办结', `${matter.joint ? '收到申请' : '受理'}后 ${matter.promised}`],
  ['法定办结', `${matter.joint ? '收到申请' : '受理'}后 ${matter.statutory}`],
  [
    '到现场次数',
    matter.visits && (matter.visits.times === 0 ? '0 次,全程网办' : `${matter.visits.times} 次${reason(matter.visits.reason)}`),
  ],
  ['通办范围', matter.scope],
  ['网办深度', matter.online.join('、') || null],
  ['中介服务', matter.intermediaries.map(({ name, basis }) => `${name}(${basis})`).join('、') || '无'],
]

const reason = (text: string | null): string => (text ? `(${text})` : '')

const contactFacts = ({ window: { address, hours }, consultation, complaint }: NonNullable<MatterGuide['contact']>): Facts => [
  ['办理地点', address],
  ['办理时间', hours],
  ['咨询', consultation],
  ['投诉', complaint],
]

const codes = ({ codes: found, creditCode }: MatterGuide): Facts => [
  ['基本编码', found && found.basic],
  ['实施编码', found && found.implementation],
  ['业务办理项编码', found && found.item],
  ['实施主体统一社会信用代码', creditCode],
]

const versionText = ({ version, validFrom, validUntil }: MatterGuide): string =>
  `第 ${version} 版,${validFrom === null ? '自发布之日起' : `自 ${validFrom} 起`}施行${validUntil === null ? '' : `,至 ${validUntil} 止`}`
