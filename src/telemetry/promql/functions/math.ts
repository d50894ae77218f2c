/** Functions of one number. */
import { type PromqlFunction, valueFunction } from './define.ts'

const DEGREES = 180 / Math.PI

// JavaScript rounds halves up, as PromQL does; Math.round alone loses precision with small fractions.
function round(value: number, toNearest = 1): number {
  const inverse = 1 / toNearest
  return Math.floor(value * inverse + 0.5) / inverse
}

function clamp(value: number, min: number, max: number): number | undefined {
  if (max < min) return undefined
  return Math.max(min, Math.min(max, value))
}

export const mathFunctions: readonly PromqlFunction[] = [
  valueFunction('abs', Math.abs),
  valueFunction('ceil', Math.ceil),
  valueFunction('floor', Math.floor),
  valueFunction('exp', Math.exp),
  valueFunction('ln', Math.log),
  valueFunction('log2', Math.log2),
  valueFunction('log10', Math.log10),
  valueFunction('sqrt', Math.sqrt),
  valueFunction('sgn', Math.sign),
  valueFunction('round', round, { count: 1, optional: 1 }),
  valueFunction('clamp', clamp, { count: 2 }),
  valueFunction('clamp_min', (value, min) => Math.max(value, min!), { count: 1 }),
  valueFunction('clamp_max', (value, max) => Math.min(value, max!), { count: 1 }),
  valueFunction('sin', Math.sin),
  valueFunction('cos', Math.cos),
  valueFunction('tan', Math.tan),
  valueFunction('asin', Math.asin),
  valueFunction('acos', Math.acos),
  valueFunction('atan', Math.atan),
  valueFunction('sinh', Math.sinh),
  valueFunction('cosh', Math.cosh),
  valueFunction('tanh', Math.tanh),
  valueFunction('asinh', Math.asinh),
  valueFunction('acosh', Math.acosh),
  valueFunction('atanh', Math.atanh),
  valueFunction('deg', (value) => value * DEGREES),
  valueFunction('rad', (value) => value / DEGREES),
]
