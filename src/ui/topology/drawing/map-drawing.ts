import type { Point } from "../layers.ts";
import type { Scheme } from "../map-style.ts";
import { Camera } from "./camera.ts";
import { Gestures } from "./gestures.ts";
import { hitAt } from "./hit.ts";
import { Labels } from "./labels.ts";
import { marksOf, NO_MARKS } from "./marks.ts";
import { paint } from "./paint.ts";
import { around, boundsOf, EMPTY_SCENE, type Scene, type SceneNode } from "./scene.ts";
import { Sprites } from "./sprites.ts";
import { Surface } from "./surface.ts";
import { textSizes } from "./text-size.ts";
import { fitted, pannedBy, type Size, shownAround, toMap, toScreen, type View, zoomedAt } from "./view.ts";

export interface DrawingEvents {
  readonly onSelect: (id: string | undefined) => void;
  readonly onMove: (id: string, point: Point) => void;
  readonly onFocus: (id: string) => void;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

/** What a mouse points at, and where on the screen a word about it belongs. */
export interface Pointed {
  readonly id: string;
  readonly at: Point;
}

/** How far beside something a pointer may be. */
const REACH_PX = { mouse: 5, coarse: 14 } as const;
/** What is smaller a finger does not mean to drag. */
const FINGER_DRAG_FROM_PX = 24;
const GLIDE_MS = 220;
const ZOOM_MS = 130;
const STEADY_AFTER_MS = 120;
const DOUBLE_TAP_ZOOM = 1.8;

/** The map on a canvas: keeps what is shown, and draws a frame when something of it has changed. */
export class MapDrawing {
  readonly #surface: Surface;
  readonly #events: DrawingEvents;
  readonly #camera = new Camera();
  readonly #labels = new Labels(textSizes());
  readonly #gestures: Gestures;
  #scene = EMPTY_SCENE;
  #scheme: Scheme = "light";
  #sprites = new Sprites("light");
  #selected: string | undefined;
  #pointed: string | undefined;
  #dragged: string | undefined;
  #marks = NO_MARKS;
  /** Nobody has moved the map since everything was shown. */
  #isFitted = false;
  /** While somebody zooms, and a moment longer. */
  #zooming: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, events: DrawingEvents) {
    this.#events = events;
    this.#surface = new Surface(canvas, {
      onSize: (size) => this.#resize(size),
      onFrame: (time) => this.#step(time),
    });
    this.#gestures = new Gestures(canvas, {
      pick: (at, isCoarse) => this.#pick(at, isCoarse ? REACH_PX.coarse : REACH_PX.mouse),
      canDrag: (id, isCoarse) => this.#canDrag(id, isCoarse),
      pan: (dx, dy) => this.#look(pannedBy(this.#camera.view, dx, dy)),
      zoom: (factor, at) => this.#zoom(factor, at),
      drag: (id, dx, dy) => this.#drag(id, dx, dy),
      drop: (id) => this.#drop(id),
      tap: (id) => events.onSelect(id),
      doubleTap: (id, at) => this.#doubleTap(id, at),
      hover: (id, at) => this.#point(id, at),
    });
    this.#surface.measure();
  }

  end(): void {
    this.#gestures.end();
    this.#surface.end();
    this.#sprites.clear();
    clearTimeout(this.#zooming);
  }

  setScene(scene: Scene): void {
    const held = this.#dragged === undefined ? undefined : this.#scene.nodeById.get(this.#dragged);
    const same = held === undefined ? undefined : scene.nodeById.get(held.id);
    if (held !== undefined && same !== undefined) Object.assign(same, { x: held.x, y: held.y });
    this.#scene = scene;
    this.#labels.forget();
    this.#mark();
  }

  setScheme(scheme: Scheme): void {
    if (scheme === this.#scheme) return;
    this.#scheme = scheme;
    this.#sprites.clear();
    this.#sprites = new Sprites(scheme);
    this.#surface.draw();
  }

  /** What is selected and what it is linked with stand out; the rest steps back. */
  setSelected(id: string | undefined): void {
    this.#selected = id;
    this.#mark();
  }

  /** @param isCalm  at once, without moving there */
  fit(isCalm = false): void {
    const bounds = boundsOf(this.#scene.nodes);
    if (bounds === undefined) return;
    this.#glideTo(fitted(bounds, this.#camera.size), isCalm ? 0 : GLIDE_MS);
    this.#isFitted = true;
  }

  zoomBy(factor: number): void {
    const { target, size } = this.#camera;
    this.#glideTo(zoomedAt(target, factor, { x: size.width / 2, y: size.height / 2 }), ZOOM_MS);
  }

  /** Brings something into sight, with what it is linked with. @param coveredRatio  of the map, from below */
  show(id: string, coveredRatio: number): void {
    const near = this.#nodesAround(id);
    const own = this.#scene.nodeById.get(id);
    const bounds = boundsOf(near);
    if (bounds === undefined) return;
    const { width, height } = this.#camera.size;
    const size = { width, height: height * (1 - coveredRatio) };
    const one = (own === undefined ? undefined : boundsOf([own])) ?? bounds;
    this.#glideTo(shownAround(one, bounds, size), GLIDE_MS);
  }

  #nodesAround(id: string): readonly SceneNode[] {
    return [...around(id, this.#scene)].flatMap((one) => this.#scene.nodeById.get(one) ?? []);
  }

  #pick(at: Point, reachPx: number): string | undefined {
    const { view } = this.#camera;
    return hitAt(this.#scene, toMap(view, at), reachPx / view.zoom);
  }

  #canDrag(id: string, isCoarse: boolean): boolean {
    const node = this.#scene.nodeById.get(id);
    return node !== undefined && (!isCoarse || node.size * this.#camera.view.zoom >= FINGER_DRAG_FROM_PX);
  }

  #drag(id: string, dx: number, dy: number): void {
    const node = this.#scene.nodeById.get(id);
    if (node === undefined) return;
    this.#dragged = id;
    node.x += dx / this.#camera.view.zoom;
    node.y += dy / this.#camera.view.zoom;
    this.#labels.follow(this.#scene, node);
    this.#surface.draw();
  }

  #drop(id: string): void {
    this.#dragged = undefined;
    const node = this.#scene.nodeById.get(id);
    if (node === undefined) return;
    this.#labels.forget();
    this.#surface.draw();
    this.#events.onMove(id, { x: node.x, y: node.y });
  }

  #doubleTap(id: string | undefined, at: Point): void {
    if (id === undefined) this.#glideTo(zoomedAt(this.#camera.target, DOUBLE_TAP_ZOOM, at), GLIDE_MS);
    else if (this.#scene.nodeById.has(id)) this.#events.onFocus(id);
  }

  #point(id: string | undefined, at: Point): void {
    if (id === this.#pointed) return;
    this.#pointed = id;
    this.#surface.point(id === undefined ? undefined : "pointer");
    this.#events.onPoint(id === undefined ? undefined : { id, at: this.#placeOfWords(id, at) });
    this.#mark();
  }

  /** Above a node; beside the pointer on a link. */
  #placeOfWords(id: string, at: Point): Point {
    const node = this.#scene.nodeById.get(id);
    if (node === undefined) return at;
    const { view } = this.#camera;
    const { x, y } = toScreen(view, node);
    return { x, y: y - (node.size / 2) * view.zoom };
  }

  #mark(): void {
    this.#marks = marksOf(this.#scene, this.#selected, this.#pointed);
    this.#surface.draw();
  }

  #zoom(factor: number, at: Point): void {
    clearTimeout(this.#zooming);
    this.#zooming = setTimeout(() => {
      this.#zooming = undefined;
      this.#surface.draw();
    }, STEADY_AFTER_MS);
    this.#look(zoomedAt(this.#camera.view, factor, at));
  }

  #look(view: View): void {
    this.#camera.set(view);
    this.#isFitted = false;
    this.#forgetWords();
    this.#surface.draw();
  }

  #glideTo(view: View, ms: number): void {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#camera.glideTo(view, isCalm ? 0 : ms);
    this.#isFitted = false;
    this.#forgetWords();
    this.#surface.draw();
  }

  /** What it was about has moved. */
  #forgetWords(): void {
    if (this.#pointed !== undefined) this.#events.onPoint(undefined);
  }

  #resize(size: Size): void {
    this.#camera.resize(size);
    if (this.#isFitted) this.fit(true);
    this.#paint(this.#zooming === undefined);
  }

  #step(time: number): void {
    const isUnderWay = this.#camera.advance(time);
    this.#paint(!isUnderWay && this.#zooming === undefined);
    if (isUnderWay) this.#surface.draw();
  }

  #paint(isSteady: boolean): void {
    const { view, size } = this.#camera;
    paint(this.#surface.context, {
      scene: this.#scene,
      view,
      size,
      pixelRatio: this.#surface.pixelRatio,
      scheme: this.#scheme,
      marks: this.#marks,
      sprites: this.#sprites,
      labels: this.#labels.of(this.#scene, view.zoom, this.#marks, isSteady),
    });
  }
}
