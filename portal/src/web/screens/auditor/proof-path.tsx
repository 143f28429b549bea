import { useEffect, useState } from 'react'
import type { InclusionProof } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { exactText } from '../../time.ts'
import { canCompute, nodesAbove } from './merkle.ts'
import { SignedHead } from './signed-head.tsx'

/**
 * The way from an entry's hash to the signed root, drawn from the bottom up; each node is computed anew in the browser and
 * compared with what the server gave.
 */
export function ProofPath({ proof }: { proof: InclusionProof }) {
  const { leafHash, steps, checkpoint, index } = proof
  const computable = canCompute(checkpoint.suite)
  const [computed, setComputed] = useState<{ of: InclusionProof; nodes: string[] } | null>(null)
  useEffect(() => {
    let current = true
    if (computable) void nodesAbove(leafHash, steps).then((nodes) => current && setComputed({ of: proof, nodes }))
    return () => {
      current = false
    }
  }, [computable, leafHash, steps, proof])
  const nodes = computed?.of === proof ? computed.nodes : null
  const root = computable ? nodes && (nodes.at(-1) ?? leafHash) : (steps.at(-1)?.node ?? leafHash)
  return (
    <>
      <p className="quiet">
        每条记录有一个指纹,两两合并得到上一级指纹,直到最上面的日志根;日志根经过签名。只要本条被改动一个字,逐级算出的日志根就与签名的不符。
      </p>
      <Outcome computable={computable} root={root} expected={checkpoint.root} size={checkpoint.size} at={checkpoint.at} />
      <ol className="proof-path" reversed data-testid="proof-path">
        <li className="proof-head">
          <span className="proof-name">签名的日志根</span>
          <CopyCode code={checkpoint.root} short={20} label="日志根" />
          <Mark good={root === null ? null : root === checkpoint.root} text="与算出的一致" bad="与算出的不一致" />
        </li>
        {steps
          .map((step, i) => ({ step, i }))
          .reverse()
          .map(({ step, i }) => (
            <li key={i}>
              <span className="proof-name">第 {i + 1} 步</span>
              <div className="proof-pair">
                {step.side === 'left' && <Sibling step={step} />}
                <span className="proof-own">{i === 0 ? '本条指纹' : `第 ${i} 步结果`}</span>
                {step.side === 'right' && <Sibling step={step} />}
              </div>
              <span>
                → <CopyCode code={nodes?.[i] ?? step.node} short={12} label={`第 ${i + 1} 步结果`} />
              </span>
              {computable && <Mark good={nodes ? nodes[i] === step.node : null} text="已在本机复算" bad="与服务器给出的不符" />}
            </li>
          ))}
        <li className="proof-leaf">
          <span className="proof-name">本条指纹</span>
          <CopyCode code={leafHash} short={20} label="指纹" />
          <span className="quiet">第 {index} 条</span>
        </li>
      </ol>
      <SignedHead head={checkpoint} />
    </>
  )
}

function Sibling({ step }: { step: InclusionProof['steps'][number] }) {
  const [begin, end] = step.leaves
  return (
    <span className="proof-sibling" title={step.sibling}>
      <code>{step.sibling.slice(0, 10)}…</code>
      <small className="quiet">{end - begin === 1 ? `第 ${begin} 条` : `第 ${begin}–${end - 1} 条`}</small>
    </span>
  )
}

function Mark({ good, text, bad }: { good: boolean | null; text: string; bad: string }) {
  if (good === null) return <span className="quiet">…</span>
  return <span className={good ? 'proof-good' : 'proof-bad'}>{good ? `✓ ${text}` : `! ${bad}`}</span>
}

function Outcome({
  computable,
  root,
  expected,
  size,
  at,
}: {
  computable: boolean
  root: string | null
  expected: string
  size: number
  at: number
}) {
  if (root === null) return <p className="quiet">正在本机复算…</p>
  const good = root === expected
  return (
    <div className={good ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status" data-testid={good ? 'proof-good' : 'proof-bad'}>
      <span className="verdict-sign" aria-hidden="true">
        {good ? '✓' : '!'}
      </span>
      <div>
        <strong>{good ? '本条在日志中,未被改动' : '算出的日志根与签名的不符'}</strong>
        <div className="quiet">
          {computable ? '由本机浏览器逐级复算,' : '本机浏览器不能计算 SM3(或当前不是 https 地址),以下为服务器给出的数值,'}与 {exactText(at)}{' '}
          签名的检查点(共 {size} 条)比对。
        </div>
      </div>
    </div>
  )
}
