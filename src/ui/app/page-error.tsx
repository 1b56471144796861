import { Component, type ReactNode } from "react";
import { Notice } from "../parts/notice.tsx";

/** A page that fails says so in its place; the others go on. */
export class PageError extends Component<
  { readonly children: ReactNode; readonly place: string },
  { readonly failure: unknown; readonly place: string }
> {
  override state = { failure: undefined as unknown, place: this.props.place };

  static getDerivedStateFromError(failure: unknown): { failure: unknown } {
    return { failure };
  }

  /** Another page is another try. */
  static getDerivedStateFromProps(
    props: { readonly place: string },
    state: { readonly failure: unknown; readonly place: string },
  ): { readonly failure: unknown; readonly place: string } | null {
    return props.place === state.place ? null : { failure: undefined, place: props.place };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <Notice failure={failure} title="This page could not be shown" onRetry={() => location.reload()} />
    );
  }
}
