/* sonde-plot-gestures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-gestures"

#include "sonde-plot-gestures.h"

#include <math.h>

#define WHEEL_FACTOR 1.25
#define WHEEL_PAN 0.1
#define KEY_FACTOR 1.5
#define KEY_PAN 0.1

/* A drag is one from here on. */
#define DRAG_PIXELS 4

typedef struct
{
  SondePlotCanvas *canvas;     /* which owns this */
  SondePlotRange   began_with; /* of the gesture under way */
  gboolean         is_choice;  /* of a stretch to zoom to */
  double           pointer_x;
} Gestures;

static SondePlotRange *
get_range (SondePlotCanvas *canvas)
{
  return &sonde_plot_canvas_get_scene (canvas)->range;
}

/* 0 at the left edge of the lines, 1 at the right one */
static double
get_anchor (SondePlotCanvas *canvas,
            double           x)
{
  const SondePlotFrame *frame = sonde_plot_canvas_get_frame (canvas);

  return frame != NULL ? CLAMP ((x - frame->left) / (frame->right - frame->left), 0, 1) : 0.5;
}

static void
zoom (SondePlotCanvas *canvas,
      double           factor,
      double           anchor)
{
  sonde_plot_range_zoom (get_range (canvas), factor, anchor);
  sonde_plot_canvas_moved (canvas);
}

static void
pan (SondePlotCanvas *canvas,
     double           fraction)
{
  sonde_plot_range_pan (get_range (canvas), fraction);
  sonde_plot_canvas_moved (canvas);
}

static void
fit (SondePlotCanvas *canvas)
{
  sonde_plot_range_set_length (get_range (canvas), 0);
  sonde_plot_canvas_moved (canvas);
}

/* ---- Pointer ---- */

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               Gestures       *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  self->began_with = *get_range (self->canvas);
  self->is_choice = (state & GDK_SHIFT_MASK) != 0;
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          x,
                double          y,
                Gestures       *self)
{
  const SondePlotFrame *frame = sonde_plot_canvas_get_frame (self->canvas);
  double                start_x, start_y;

  if (frame == NULL || fabs (x) < DRAG_PIXELS || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->is_choice)
    {
      sonde_plot_canvas_set_choice (self->canvas, CLAMP (start_x, frame->left, frame->right),
                                    CLAMP (start_x + x, frame->left, frame->right));
      return;
    }

  *get_range (self->canvas) = self->began_with;
  sonde_plot_range_pan (get_range (self->canvas), -x / (frame->right - frame->left));
  sonde_plot_canvas_moved (self->canvas);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          x,
             double          y,
             Gestures       *self)
{
  const SondePlotFrame *frame = sonde_plot_canvas_get_frame (self->canvas);
  double                start_x, start_y;

  if (!self->is_choice)
    return;

  sonde_plot_canvas_set_choice (self->canvas, 0, 0);
  if (frame == NULL || fabs (x) < DRAG_PIXELS || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;

  sonde_plot_range_set (get_range (self->canvas), sonde_plot_frame_get_time (frame, MIN (start_x, start_x + x)),
                        sonde_plot_frame_get_time (frame, MAX (start_x, start_x + x)));
  sonde_plot_canvas_moved (self->canvas);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            Gestures        *self)
{
  if (n_press == 2)
    fit (self->canvas);
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                Gestures         *self)
{

  self->began_with = *get_range (self->canvas);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          scale,
          Gestures       *self)
{
  double x, y;

  if (scale <= 0 || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;

  *get_range (self->canvas) = self->began_with;
  zoom (self->canvas, scale, get_anchor (self->canvas, x));
}

/* In a dashboard the wheel is the page's, unless with Ctrl. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           Gestures                 *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (sonde_plot_canvas_get_scene (self->canvas)->compact && (state & GDK_CONTROL_MASK) == 0)
    return FALSE;

  if ((state & GDK_SHIFT_MASK) != 0)
    dx += dy;
  else if (dy != 0)
    zoom (self->canvas, pow (WHEEL_FACTOR, -dy), get_anchor (self->canvas, self->pointer_x));
  if (dx != 0)
    pan (self->canvas, dx * WHEEL_PAN);

  return TRUE;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           Gestures                 *self)
{
  const SondePlotFrame *frame = sonde_plot_canvas_get_frame (self->canvas);

  self->pointer_x = x;
  if (frame != NULL)
    sonde_plot_canvas_point (self->canvas, sonde_plot_frame_get_time (frame, x));
}

static void
leave_cb (GtkEventControllerMotion *controller,
          Gestures                 *self)
{
  sonde_plot_canvas_point_away (self->canvas);
}

void
sonde_plot_gestures_add (SondePlotCanvas *canvas)
{
  Gestures           *self = g_new0 (Gestures, 1);
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkGesture         *pinch = gtk_gesture_zoom_new ();
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  gpointer            controllers[] = { drag, pinch, click, scroll, motion };

  self->canvas = canvas;
  g_object_set_data_full (G_OBJECT (canvas), "sonde-plot-gestures", self, g_free);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);

  for (guint i = 0; i < G_N_ELEMENTS (controllers); i++)
    gtk_widget_add_controller (GTK_WIDGET (canvas), controllers[i]);
}

/* ---- Keys ---- */

static gboolean
zoom_key_cb (GtkWidget *widget,
             GVariant  *factor,
             gpointer   user_data)
{
  zoom (SONDE_PLOT_CANVAS (widget), g_variant_get_double (factor), 0.5);
  return TRUE;
}

static gboolean
pan_key_cb (GtkWidget *widget,
            GVariant  *fraction,
            gpointer   user_data)
{
  pan (SONDE_PLOT_CANVAS (widget), g_variant_get_double (fraction));
  return TRUE;
}

static gboolean
fit_key_cb (GtkWidget *widget,
            GVariant  *unused,
            gpointer   user_data)
{
  fit (SONDE_PLOT_CANVAS (widget));
  return TRUE;
}

static gboolean
follow_key_cb (GtkWidget *widget,
               GVariant  *unused,
               gpointer   user_data)
{
  sonde_plot_range_set_follow (get_range (SONDE_PLOT_CANVAS (widget)), TRUE);
  sonde_plot_canvas_moved (SONDE_PLOT_CANVAS (widget));
  return TRUE;
}

/* From one value to the next; the first time, the last one that is seen. */
static gboolean
point_key_cb (GtkWidget *widget,
              GVariant  *forward,
              gpointer   user_data)
{
  SondePlotCanvas      *canvas = SONDE_PLOT_CANVAS (widget);
  const SondePlotRange *range = get_range (canvas);
  gint64                time;

  if (!sonde_plot_canvas_get_pointed (canvas, &time))
    time = range->to;
  else
    time = sonde_plot_scene_step (sonde_plot_canvas_get_scene (canvas), time, g_variant_get_boolean (forward));
  sonde_plot_canvas_point (canvas, time);

  if (time < range->from || time > range->to)
    {
      gint64 half = (range->to - range->from) / 2;

      sonde_plot_range_set (get_range (canvas), time - half, time + half);
      sonde_plot_canvas_moved (canvas);
    }
  return TRUE;
}

static gboolean
away_key_cb (GtkWidget *widget,
             GVariant  *unused,
             gpointer   user_data)
{
  gint64 time;

  if (!sonde_plot_canvas_get_pointed (SONDE_PLOT_CANVAS (widget), &time))
    return FALSE;

  sonde_plot_canvas_point_away (SONDE_PLOT_CANVAS (widget));
  return TRUE;
}

void
sonde_plot_gestures_add_keys (GtkWidgetClass *canvas_class)
{
  static const guint in[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint out[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };
  static const guint all[] = { GDK_KEY_0, GDK_KEY_KP_0 };

  for (guint i = 0; i < G_N_ELEMENTS (in); i++)
    gtk_widget_class_add_binding (canvas_class, in[i], 0, zoom_key_cb, "d", KEY_FACTOR);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_plus, GDK_SHIFT_MASK, zoom_key_cb, "d", KEY_FACTOR);
  for (guint i = 0; i < G_N_ELEMENTS (out); i++)
    gtk_widget_class_add_binding (canvas_class, out[i], 0, zoom_key_cb, "d", 1 / KEY_FACTOR);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_class_add_binding (canvas_class, all[i], 0, fit_key_cb, NULL);

  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Left, 0, pan_key_cb, "d", -KEY_PAN);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Right, 0, pan_key_cb, "d", KEY_PAN);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Home, 0, pan_key_cb, "d", -G_MAXDOUBLE);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_End, 0, follow_key_cb, NULL);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Left, GDK_SHIFT_MASK, point_key_cb, "b", FALSE);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Right, GDK_SHIFT_MASK, point_key_cb, "b", TRUE);
  gtk_widget_class_add_binding (canvas_class, GDK_KEY_Escape, 0, away_key_cb, NULL);
}
