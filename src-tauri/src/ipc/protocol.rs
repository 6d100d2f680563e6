//! The scheme `waymark:`, from which the page takes pictures and fonts:
//!
//! - `waymark://localhost/font/Inter-Regular.ttf`: the bytes that layout shapes with;
//! - `waymark://localhost/thumbnail/<map>/<revision>.png`: for the library screen, kept in the library;
//! - `waymark://localhost/template/<id>.png`: for the new-map dialog; with `?width=960` the whole sheet so
//!   many pixels wide, and with the fields of `NewMap` behind it as the map would begin with those answers;
//! - `waymark://localhost/picture/<map>/<revision>.png?scale=0.2`: an open map, for the zoomed-out canvas;
//! - `waymark://localhost/asset/<map>/<asset>`: a picture that an open map holds, as it was brought in;
//! - `waymark://localhost/export/<preview>/<page>.png?width=600`: a page of an export's preview, counted
//!   from 0, `width` pixels wide at most. JPEG, WebP and SVG come as themselves.

use std::str::FromStr;

use journey_layout::{Engine, FontBook, Theme};
use journey_model::template::{self, Answers};
use journey_model::{AssetId, CountingIds, MapId, media_type_of};
use journey_scene::{Rect, Scene};
use journey_shell::export::Format;
use journey_store::Library;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Url, Wry};

use super::state::{AppState, lock};
use crate::page_picture;

/// Width of a thumbnail in pixels: twice what the library screen shows, for dense displays.
const THUMBNAIL_WIDTH: f64 = 720.0;

/// Height of a thumbnail in pixels at most; what lies below is cut, as the top tells maps apart.
const THUMBNAIL_HEIGHT: f64 = 480.0;

/// The widest picture of an export's page, in pixels.
const WIDEST_PAGE: u32 = 8_000;

/// The most pixels of a zoomed-out picture: more would be no cheaper than the fragments.
const MOST_PICTURE_PIXELS: f64 = 16e6;

/// Answers one request of the page.
pub fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        let response = app
            .try_state::<AppState>()
            .and_then(|state| find(&state, &request))
            .unwrap_or_else(|| plain(StatusCode::NOT_FOUND));
        responder.respond(response);
    });
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

fn found(bytes: Vec<u8>, media_type: &'static str) -> Option<Response<Vec<u8>>> {
    Response::builder()
        .header(header::CONTENT_TYPE, media_type)
        // Addresses hold the revision or are made from the content; fonts never change while the app runs.
        .header(header::CACHE_CONTROL, "max-age=31536000, immutable")
        // The page's own origin is another scheme.
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(bytes)
        .ok()
}

fn find(state: &AppState, request: &Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
    let path = request.uri().path().trim_start_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["font", name] => found(FontBook::file(name)?.to_vec(), "font/ttf"),
        ["template", name] => {
            let id = name.strip_suffix(".png")?;
            let template = template::templates().iter().find(|template| template.id == id)?;
            let document = template.begin(&answers(request), &mut CountingIds::default()).ok()?;
            let scene =
                Engine::new(state.fonts().clone()).scene(&document, Theme::named_or_default(&document.map.theme));
            let painted = match asked::<f64>(request, "width=") {
                Some(width) => picture(&scene, scene.size.to_rect(), width / scene.size.width.max(1.0)),
                None => thumbnail(&scene),
            };
            found(painted?, "image/png")
        }
        ["thumbnail", map, name] => {
            let revision = name.strip_suffix(".png")?.parse().ok()?;
            found(
                kept_thumbnail(state.library(), state.fonts(), map, revision)?,
                "image/png",
            )
        }
        ["picture", map, name] => {
            let _: u32 = name.strip_suffix(".png")?.parse().ok()?;
            let scale = asked(request, "scale=")?;
            let shared = state.open_one(map)?;
            let scene = lock(&shared).session.scene();
            found(picture(&scene, scene.size.to_rect(), scale)?, "image/png")
        }
        ["asset", map, asset] => {
            let shared = state.open_one(map)?;
            let open = lock(&shared);
            let asset = open.session.document().assets.get(&AssetId(asset.to_owned()))?;
            found(asset.bytes.to_vec(), media_type_of(&asset.bytes)?)
        }
        ["export", preview, name] => {
            let page: usize = name.strip_suffix(".png")?.parse().ok()?;
            let width = asked(request, "width=").unwrap_or(WIDEST_PAGE).min(WIDEST_PAGE);
            let preview = state.previews.find(preview)?;
            match preview.format {
                Format::Pdf => found(page_picture::of_pdf(preview.file.clone(), page, width)?, "image/png"),
                Format::Png => found(page_picture::of_png(&preview.file, width)?, "image/png"),
                Format::Jpeg => found(preview.file.clone(), "image/jpeg"),
                Format::Webp => found(preview.file.clone(), "image/webp"),
                Format::Svg => found(preview.file.clone(), "image/svg+xml"),
                // Slides and web pages need another program: shown is what they are made from.
                Format::Pptx | Format::Html => {
                    let (scene, region) = preview.pictures.get(page)?;
                    let scale = f64::from(width) / region.width().max(1.0);
                    found(picture(scene, *region, scale)?, "image/png")
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A number of the address's query; `name` with its equals sign.
fn asked<T: FromStr>(request: &Request<Vec<u8>>, name: &str) -> Option<T> {
    let mut pairs = request.uri().query()?.split('&');
    pairs.find_map(|pair| pair.strip_prefix(name))?.parse().ok()
}

/// The answers in the address's query, as the new-map dialog has them so far.
fn answers(request: &Request<Vec<u8>>) -> Answers {
    let mut answers = Answers::default();
    let Ok(address) = Url::parse(&request.uri().to_string()) else {
        return answers;
    };
    for (name, text) in address.query_pairs() {
        let field = match &*name {
            "title" => &mut answers.title,
            "purpose" => &mut answers.purpose,
            "successMeasure" => &mut answers.success_measure,
            "customer" => &mut answers.customer,
            "endGoal" => &mut answers.end_goal,
            _ => continue,
        };
        *field = text.into_owned();
    }
    answers
}

/// A map's thumbnail of that revision: kept, or painted now and then kept.
fn kept_thumbnail(library: &Library, fonts: &FontBook, map: &str, revision: u32) -> Option<Vec<u8>> {
    let id = MapId(map.to_owned());
    if let Ok(Some(kept)) = library.thumbnail(&id)
        && kept.revision == revision
    {
        return Some(kept.png);
    }
    let document = library.document(&id).ok()?;
    let scene = Engine::new(fonts.clone()).scene(&document, Theme::named_or_default(&document.map.theme));
    let painted = thumbnail(&scene)?;
    // Without the cache the next look only costs the painting again.
    let _ = library.put_thumbnail(&id, revision, painted.clone());
    Some(painted)
}

fn thumbnail(scene: &Scene) -> Option<Vec<u8>> {
    let scale = THUMBNAIL_WIDTH / scene.size.width.max(1.0);
    let height = scene.size.height.min(THUMBNAIL_HEIGHT / scale);
    let region = Rect::new(0.0, 0.0, scene.size.width, height);
    encoded(scene, region, scale)
}

fn picture(scene: &Scene, region: Rect, scale: f64) -> Option<Vec<u8>> {
    if !(0.01..=4.0).contains(&scale) {
        return None;
    }
    let scale = scale.min((MOST_PICTURE_PIXELS / region.area().max(1.0)).sqrt());
    encoded(scene, region, scale)
}

/// A region of the sheet as PNG, at any scale: exports have a least scale, pictures on the screen have not.
fn encoded(scene: &Scene, region: Rect, scale: f64) -> Option<Vec<u8>> {
    let raster = journey_raster::raster(scene, region, scale as f32).ok()?;
    page_picture::encoded(&raster.rgba, raster.width, raster.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_from_the_address_as_the_page_writes_them() {
        let address = "waymark://localhost/template/blank.png?width=960&title=A+%26+B&endGoal=%C3%A9t%C3%A9%3F&x=1";
        let request = Request::builder().uri(address).body(Vec::new()).unwrap();
        let said = Answers {
            title: "A & B".into(),
            end_goal: "été?".into(),
            ..Answers::default()
        };
        assert_eq!(answers(&request), said);
        assert_eq!(asked::<u32>(&request, "width="), Some(960));
    }
}
