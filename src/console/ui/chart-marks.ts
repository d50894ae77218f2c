/** Draws on a chart what is not a line: the span of an incident, dashes of releases and alarms, the target. */
import type uPlot from 'uplot'

export interface ChartMarks {
  readonly marks: readonly { readonly atMs: number; readonly kind: 'release' | 'alarm' }[]
  readonly span?: { readonly fromMs: number; readonly toMs?: number | null }
  readonly target?: number
}

const cssOf = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

export function marksPlugin({ marks, span, target }: ChartMarks): uPlot.Plugin {
  return {
    hooks: {
      drawClear: (chart) => {
        if (!span) return
        const { left, top, width, height } = chart.bbox
        const from = Math.max(left, chart.valToPos(span.fromMs / 1000, 'x', true))
        const to = span.toMs ? chart.valToPos(span.toMs / 1000, 'x', true) : left + width
        if (to <= from) return
        chart.ctx.fillStyle = cssOf('window')
        chart.ctx.fillRect(from, top, Math.min(to, left + width) - from, height)
      },
      draw: (chart) => {
        const { ctx } = chart
        const { left, top, width, height } = chart.bbox
        ctx.save()
        ctx.lineWidth = devicePixelRatio
        const dash = (x1: number, y1: number, x2: number, y2: number, colour: string) => {
          ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
          ctx.strokeStyle = colour
          ctx.beginPath()
          ctx.moveTo(x1, y1)
          ctx.lineTo(x2, y2)
          ctx.stroke()
        }
        for (const { atMs, kind } of marks) {
          const x = chart.valToPos(atMs / 1000, 'x', true)
          if (x >= left && x <= left + width)
            dash(x, top, x, top + height, cssOf(kind === 'alarm' ? 'crit-mark' : 'target'))
        }
        if (target !== undefined) {
          const y = chart.valToPos(target, 'y', true)
          if (y >= top && y <= top + height) dash(left, y, left + width, y, cssOf('target'))
        }
        ctx.restore()
      },
    },
  }
}
