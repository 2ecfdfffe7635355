import type { Attribute, ValueOf } from './attribute.ts';
import type { ValueId } from '../types.ts';

/** Attributes by name. */
export type AttributeTable = Readonly<Record<string, Attribute<unknown>>>;

/** Inputs and attributes of a kernel. */
export interface Signature<
  Input extends string = string,
  Optional extends string = string,
  Attributes extends AttributeTable = AttributeTable,
> {
  /** Names of the inputs in their order; undefined where there may be any number of them, called '0', '1' … */
  readonly inputs: readonly Input[] | undefined;
  readonly optionalInputs: readonly Optional[];
  readonly attributes: Attributes;
}

/** The signature of a kernel with these inputs and attributes, and inputs that may be missing. */
export const signature = <
  const Input extends string,
  Attributes extends AttributeTable = Record<never, never>,
  const Optional extends string = never,
>(
  inputs: readonly Input[],
  attributes?: Attributes,
  optionalInputs: readonly Optional[] = [],
): Signature<Input, Optional, Attributes> => ({
  inputs,
  optionalInputs,
  attributes: attributes ?? ({} as Attributes),
});

/** The signature of a kernel that takes a list of inputs. */
export const listSignature = <Attributes extends AttributeTable = Record<never, never>>(
  attributes?: Attributes,
): Signature<`${number}`, never, Attributes> => ({
  inputs: undefined,
  optionalInputs: [],
  attributes: attributes ?? ({} as Attributes),
});

type OptionalNames<A> = { [Name in keyof A]: undefined extends ValueOf<A[Name]> ? Name : never }[keyof A];

type InputName<S extends Signature> = NonNullable<S['inputs']>[number];
type OptionalInputName<S extends Signature> = S['optionalInputs'][number];

/** A value for each input of a kernel: ids in a program, tensors, types, names in a graph. */
export type InputsOf<S extends Signature, V = ValueId> = [OptionalInputName<S>] extends [never]
  ? Readonly<Record<InputName<S>, V>>
  : Readonly<Record<InputName<S>, V>> & Readonly<Partial<Record<OptionalInputName<S>, V>>>;

/** The attributes of a kernel. */
export type AttributesOf<S extends Signature> = {
  readonly [Name in Exclude<keyof S['attributes'], OptionalNames<S['attributes']>>]: ValueOf<
    S['attributes'][Name]
  >;
} & {
  readonly [Name in OptionalNames<S['attributes']>]?: ValueOf<S['attributes'][Name]>;
};

/** A call of a kernel with this signature in a program. */
export interface NodeOf<S extends Signature, Name extends string = string> {
  readonly kernel: Name;
  readonly inputs: InputsOf<S>;
  readonly attributes: AttributesOf<S>;
  readonly outputs: readonly ValueId[];
}

/** A kernel that an engine adds to programs for itself: what the rewriter is told of it. */
export interface EngineKernel<S extends Signature = Signature> {
  readonly name: string;
  readonly signature: S;
}
