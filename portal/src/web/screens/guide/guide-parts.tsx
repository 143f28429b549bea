import type { ReactNode } from 'react'
import { guidePaths } from '../../api/guide.ts'
import type { JointPart } from '../../api/joint.ts'
import type { MatterGuide } from '../../api/matters.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { formatsText, requiredText } from '../applicant/material-text.ts'

/** A part of the page that its navigation leads to. */
export function GuideSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="card" id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  )
}

/** Names and values of a guidance page; what the matter says nothing of is left out. */
export function GuideFacts({ facts }: { facts: [string, string | null][] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="break">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function GuideList({ items, numbered }: { items: string[]; numbered?: boolean }) {
  const List = numbered ? 'ol' : 'ul'
  return (
    <List className="numbered">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </List>
  )
}

/** The steps one after the other: what happens, by whom, within what time. */
export function GuideFlow({ steps }: { steps: MatterGuide['steps'] }) {
  return (
    <ol className="guide-flow">
      {steps.map(({ name, limitText, postName, special }) => (
        <li key={name}>
          <strong>{name}</strong>
          <div className="quiet">{[limitText, postName, special && `特别程序:${special}`].filter(Boolean).join(' · ')}</div>
        </li>
      ))}
    </ol>
  )
}

/** Every limit with its basis, and what the two kinds mean to somebody who does not know the words. */
export function GuideLimits({ matter: { limits, joint, promised, statutory } }: { matter: MatterGuide }) {
  const from = joint ? '收到申请' : '受理'
  return (
    <>
      <p>
        法定时限 {statutory},是法律法规规定的最长期限;承诺时限 {promised},是本机关对外承诺的期限,不长于法定时限。两项期限都从{from}
        之日的次日起计算,只计工作日。补正以及检验、检测、听证、专家评审等依法不计入期限的时间除外,暂停的原因和起止日期会在办件页面写明。
      </p>
      <ul className="numbered">
        {limits.map(({ name, text, basis }) => (
          <li key={name}>
            {name}:{text}。<span className="quiet">{basis}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The codes of a matter, each to be copied, and which version this is. */
export function GuideCodes({ codes, version }: { codes: [string, string | null][]; version: string }) {
  return (
    <>
      <ul className="plain">
        {codes.map(
          ([name, code]) =>
            code !== null && (
              <li key={name} className="break">
                <CopyCode code={code} label={name} /> <span className="quiet">{name}</span>
              </li>
            ),
        )}
      </ul>
      <p className="quiet gap-above">{version}</p>
    </>
  )
}

/** Opens a sample beside the page. */
export function SampleLink({ matterKey, name, text = '查看样例' }: { matterKey: string; name: string; text?: string }) {
  return (
    <a href={guidePaths.sample(matterKey, name)} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
}

/** Names of the matters of a theme that a material serves. */
const servedBy = (parts: JointPart[], key: string): string =>
  parts
    .filter(({ materials }) => materials.includes(key))
    .map(({ name }) => name)
    .join('、')

/** Every material with its form, who makes it out, and what there is instead of handing it in. */
export function GuideMaterials({ matter }: { matter: MatterGuide }) {
  return (
    <ul className="plain">
      {matter.materials.map((material) => (
        <li key={material.key} className="guide-material">
          <div className="spread">
            <strong>{material.name}</strong>
            <span className="quiet nowrap">{requiredText(material)}</span>
          </div>
          <div className="quiet">
            {material.formText} · {material.sourceText} · {material.description} · {formatsText(material)}
          </div>
          {matter.joint && <div>用于:{servedBy(matter.joint.parts, material.key)}</div>}
          {material.sharingText && <div className="quiet">{material.sharingText}</div>}
          {material.deferralText && <div>{material.deferralText}</div>}
          {material.sample && <SampleLink matterKey={matter.key} name={material.sample} />}
          {material.promisable && <div>可以告知承诺代替</div>}
          <div className="quiet">依据:{material.basis}</div>
        </li>
      ))}
    </ul>
  )
}
